// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RollupsTest {
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
        RollupOracle oracle = new RollupOracle(database, rollups);
        oracle.write(
                600,
                seed,
                random ->
                        Minutes.of(
                                "service-" + random.nextInt(4),
                                MINUTE.plus(Duration.ofMinutes(random.nextInt(3000))),
                                random.nextInt(4) > 0,
                                random.nextInt(1000)));

        oracle.assertExact("service", "service", seed);
        assertThat(
                        sql(
                                """
                                select h, f from fleet_hour f full join (
                                    select hour, count(*) as services, sum(minutes) as minutes, sum(established_mean) as established_mean,
                                           max(time_wait_peak) as time_wait_peak, sum(opened) as opened
                                      from service_hour group by hour) h using (hour)
                                 where (f.services, f.minutes, f.established_mean::numeric(20,6), f.time_wait_peak, f.opened)
                                       is distinct from
                                       (h.services, h.minutes, h.established_mean::numeric(20,6), h.time_wait_peak, h.opened)
                                """))
                .as("the fleet, seed %d", seed)
                .isEmpty();
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
