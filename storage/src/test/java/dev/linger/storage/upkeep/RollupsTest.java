// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.table.MinuteTables;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RollupsTest {
    /** What service_hour and service_day have to be, computed from the minutes in one go. */
    private static final String WRONG_HOURS =
            """
            select r.hour, r.service, c from service_hour r full join (
                select date_trunc('hour', minute, 'UTC') as hour, service, count(*) as minutes,
                       avg(time_wait_mean) as time_wait_mean, max(time_wait_peak) as time_wait_peak,
                       sum(active_closes) as active_closes, max(port_utilisation) as port_utilisation_peak
                  from service_minute where complete group by 1, 2) c using (hour, service)
             where (r.minutes, r.time_wait_mean::numeric(20,6), r.time_wait_peak, r.active_closes, r.port_utilisation_peak)
                   is distinct from
                   (c.minutes, c.time_wait_mean::numeric(20,6), c.time_wait_peak, c.active_closes, c.port_utilisation_peak)
            """;

    private static final String WRONG_DAYS =
            WRONG_HOURS.replace("service_hour", "service_day").replace("hour", "day");

    private final Database database = PostgresServer.migratedDatabase();
    private final Rollups rollups = new Rollups(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldCountCompleteMinutesOfAnHour() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", MINUTE, true, 10),
                Minutes.of("billing", MINUTE.plusSeconds(60), true, 20),
                Minutes.of("billing", MINUTE.plusSeconds(120), false, 90));

        assertThat(rollups.catchUp()).isEqualTo(1);

        String columns =
                " minutes, hosts_peak, snapshots, coverage_ms, established_mean, established_peak,"
                        + " keepalive_armed_mean, active_closes, ports_used_peak, port_minutes, rtt_us_mean ";
        assertThat(sql("select hour, " + columns + " from service_hour"))
                .containsExactly("2026-11-21 10:00:00+00|2|3|36|360000|15|40|26|110|70|2|75");
        assertThat(sql("select day, " + columns + " from service_day"))
                .containsExactly("2026-11-21 00:00:00+00|2|3|36|360000|15|40|26|110|70|2|75");
        assertThat(sql("select count(*) from rollup_mark")).containsExactly("0");
    }

    @Test
    void shouldBeExactWhateverOrderMinutesComeIn() throws SQLException {
        long seed = 20261121;
        Random random = new Random(seed);
        List<ServiceMinute> minutes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Instant minute = MINUTE.plus(Duration.ofMinutes(random.nextInt(3000)));
            minutes.add(
                    Minutes.of(
                            "service-" + random.nextInt(4),
                            minute,
                            random.nextInt(4) > 0,
                            random.nextInt(1000)));
            if (minutes.size() == 100) {
                History.write(database, minutes);
                minutes.clear();
                rollups.catchUp();
            }
        }

        assertThat(sql(WRONG_HOURS)).as("seed %d", seed).isEmpty();
        assertThat(sql(WRONG_DAYS)).as("seed %d", seed).isEmpty();
        assertThat(sql("select count(*) > 100 from service_hour")).containsExactly("t");
    }

    @Test
    void shouldWaitForATransactionThatHasMarkedTheHour() throws Exception {
        History.write(database, Minutes.of("billing", MINUTE, true, 10));
        CompletableFuture<Integer> recomputed;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            MinuteTables.write(
                    connection, List.of(Minutes.of("billing", MINUTE.plusSeconds(60), true, 20)));

            recomputed = CompletableFuture.supplyAsync(this::catchUp);
            while (!sql("select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()) or not granted and locktype = 'transactionid'")
                    .equals(List.of("1"))) {
                assertThat(recomputed).isNotDone();
            }
            connection.commit();
        }

        assertThat(recomputed.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(sql("select minutes from service_hour")).containsExactly("2");
    }

    @Test
    void shouldKeepAnHourWhoseMinutesAreGone() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", MINUTE, true, 10),
                Minutes.of("billing", MINUTE.plusSeconds(60), true, 20));
        rollups.catchUp();
        sql("delete from service_minute_fresh");
        History.write(database, Minutes.of("billing", MINUTE.plusSeconds(120), true, 30));
        rollups.catchUp();

        assertThat(sql("select minutes, established_mean from service_hour"))
                .containsExactly("2|15");
    }

    private int catchUp() {
        try {
            return rollups.catchUp();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
