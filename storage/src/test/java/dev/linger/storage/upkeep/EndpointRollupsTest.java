// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class EndpointRollupsTest {
    private static final String WRONG_NAMES =
            """
            select e.service, e.side, e.endpoint, c from endpoint e join (
                select m.service, m.side, m.endpoint, min(m.minute) as first_seen, max(m.minute) as last_seen
                  from endpoint_minute m join service_minute s using (minute, service)
                 where s.complete group by 1, 2, 3) c using (service, side, endpoint)
             where e.first_seen > c.first_seen or e.last_seen < c.last_seen
            """;

    private final Database database = PostgresServer.migratedDatabase();
    private final Rollups rollups = new Rollups(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldBeExactWhateverTheOrderInWhichMinutesComeAndAreReplaced() throws SQLException {
        long seed = 20261123;
        RollupOracle oracle = new RollupOracle(database, rollups);
        oracle.write(
                1200,
                seed,
                random ->
                        Minutes.of(
                                "service-" + random.nextInt(3),
                                MINUTE.plus(Duration.ofMinutes(random.nextInt(300))),
                                random.nextInt(4) > 0,
                                random.nextInt(1000),
                                endpoints(random)));

        oracle.assertExact("endpoint", "service, side, endpoint", seed);
        assertThat(sql(WRONG_NAMES)).as("seed %d", seed).isEmpty();
        assertThat(sql("select count(*) > 50 from endpoint_hour")).containsExactly("t");
        assertThat(
                        sql(
                                "select s.service from service s join service_minute m using (service) where m.complete"
                                        + " group by s.service, first_seen, last_seen having (first_seen, last_seen) <> (min(minute), max(minute))"))
                .isEmpty();
    }

    @Test
    void shouldLetGoOfAnEndpointThatALaterStateOfItsMinuteDoesNotHave() throws SQLException {
        History.write(database, Minutes.of("billing", MINUTE, true, 10, "a:1", "b:1"));
        rollups.catchUp();
        History.write(database, Minutes.of("billing", MINUTE, true, 10, "b:1"));
        rollups.catchUp();

        assertThat(sql("select endpoint from endpoint_hour")).containsExactly("b:1");
        assertThat(sql("select endpoint from endpoint_day")).containsExactly("b:1");
    }

    @Test
    void shouldKeepAnHourWhoseMinutesAreGone() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", MINUTE, true, 10, "a:1"),
                Minutes.of("billing", MINUTE.plusSeconds(60), true, 20, "a:1"));
        rollups.catchUp();
        sql("delete from service_minute_fresh");
        sql("delete from endpoint_minute_fresh");
        History.write(database, Minutes.of("billing", MINUTE.plusSeconds(120), true, 30, "a:1"));
        rollups.catchUp();

        assertThat(sql("select endpoint, minutes, established_mean from endpoint_hour"))
                .containsExactly("a:1|2|15");
        assertThat(sql("select service, first_seen::time, last_seen::time from service"))
                .containsExactly("billing|10:17:00|10:19:00");
    }

    private static String[] endpoints(Random random) {
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (random.nextBoolean()) {
                endpoints.add("10.0.0." + i + ":9000");
            }
        }
        return endpoints.toArray(String[]::new);
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
