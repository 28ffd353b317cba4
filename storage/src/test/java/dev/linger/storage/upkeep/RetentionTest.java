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
import java.time.Instant;

class RetentionTest {
    private final Database database = PostgresServer.migratedDatabase();
    private final Retention retention =
            new Retention(
                    database.dataSource(),
                    new RetentionConfig(
                            Duration.ofDays(10),
                            Duration.ofDays(2),
                            Duration.ofDays(2),
                            Duration.ofDays(30),
                            Duration.ofDays(60),
                            Duration.ofDays(30),
                            Duration.ofDays(60),
                            Duration.ofDays(30),
                            Duration.ofDays(30),
                            Duration.ofDays(30),
                            Duration.ofDays(30)));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldDropWholeDaysOnceEveryRowOfThemIsOver() throws SQLException {
        for (int daysAgo : new int[] {0, 2, 3, 9, 10, 11, 40}) {
            History.write(
                    database,
                    Minutes.of("billing", MINUTE.minus(Duration.ofDays(daysAgo)), true, "a:1"));
        }

        retention.apply(MINUTE);

        assertThat(Sql.rows(database, "select minute::date from service_minute order by 1"))
                .containsExactly(
                        "2026-11-11", "2026-11-12", "2026-11-18", "2026-11-19", "2026-11-21");
        assertThat(Sql.rows(database, "select minute::date from endpoint_minute order by 1"))
                .containsExactly("2026-11-19", "2026-11-21");
        assertThat(
                        Sql.rows(
                                database,
                                "select count(*) from pg_class where relname like '%\\_2026%' and relkind = 'r'"))
                .containsExactly("9");
    }

    @Test
    void shouldReportWhatIsDroppedWhen() throws SQLException {
        History.write(database, Minutes.of("billing", MINUTE, true, "a:1"));

        assertThat(retention.report())
                .extracting(Retention.Kept::table, Retention.Kept::part, Retention.Kept::dropAt)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "service_minute_fresh",
                                "service_minute_fresh_20261121",
                                Instant.parse("2026-12-02T00:00:00Z")));
        assertThat(retention.report().getFirst().dropAt())
                .isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Test
    void shouldDeleteOldRowsOfSmallTables() throws SQLException {
        for (String day : new String[] {"2026-10-01", "2026-11-20"}) {
            Sql.rows(
                    database,
                    "insert into dead_letter values ('t', 0, %s, 'r', '%s', 'NOT_JSON', 'd', null, null, '%s')"
                            .formatted(day.substring(8), day, day));
        }

        retention.apply(MINUTE);

        assertThat(Sql.rows(database, "select arrived_at::date from dead_letter"))
                .containsExactly("2026-11-20");
    }

    @Test
    void shouldForgetAHostThatIsGoneWithItsSettings() throws SQLException {
        for (String host : new String[] {"gone", "alive"}) {
            String seen = host.equals("gone") ? "2026-10-01" : "2026-11-20";
            Sql.rows(
                    database,
                    "insert into host values ('%s', '%s', '%s', 'b', '6.18', 1, null, null, null, null, '{}', null)"
                            .formatted(host, seen, seen));
            Sql.rows(
                    database,
                    "insert into sysctl_change values ('%s', 'a', '2026-01-01', '1', null)"
                            .formatted(host));
        }

        retention.apply(MINUTE);

        assertThat(Sql.rows(database, "select host from host")).containsExactly("alive");
        assertThat(Sql.rows(database, "select host from sysctl_change")).containsExactly("alive");
    }
}
