// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.Test;

class SinkBenchIT {
    /** Which way is faster is for linger bench sink to say; here all must write the same rows. */
    @Test
    void shouldWriteTheSameRowsInEveryWay() throws Exception {
        try (Database database = PostgresServer.migratedDatabase()) {
            SinkBench bench = new SinkBench(database.dataSource());

            assertThat(bench.copy().rowsPerSecond()).isPositive();
            String copied = fingerprint(database, "");
            String firstMinute = fingerprint(database, " where minute = '2026-11-21 00:00+00'");
            assertThat(bench.upsert().rowsPerSecond()).isPositive();
            assertThat(fingerprint(database, "")).isEqualTo(copied);
            assertThat(bench.replace().rowsPerSecond()).isPositive();
            assertThat(fingerprint(database, "")).isEqualTo(copied);
            assertThat(bench.insert().rowsPerSecond()).isPositive();
            assertThat(fingerprint(database, "")).isEqualTo(firstMinute);
            assertThat(copied).startsWith("10000|40000|10000|");
        }
    }

    private static String fingerprint(Database database, String where) throws Exception {
        return Sql.rows(
                        database,
                        """
                        select (select count(*) from service_minute%1$s),
                               (select count(*) from endpoint_minute%1$s),
                               (select count(*) from listener_minute%1$s),
                               (select sum(hashtextextended(m::text, 0)) from service_minute m%1$s),
                               (select sum(hashtextextended(m::text, 0)) from endpoint_minute m%1$s),
                               (select sum(hashtextextended(m::text, 0)) from listener_minute m%1$s)
                        """
                                .formatted(where))
                .getFirst();
    }
}
