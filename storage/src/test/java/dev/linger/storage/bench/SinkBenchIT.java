// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.List;

class SinkBenchIT {
    /** A loose bound, since tests share their cores; the figures are in the decision record. */
    @Test
    void shouldUpsertAtAConsiderablePartOfTheSpeedOfCopy() throws Exception {
        try (Database database = PostgresServer.migratedDatabase()) {
            List<SinkBench.Round> rounds =
                    new SinkBench(database.dataSource())
                            .run(Integer.getInteger("linger.bench.rounds", 1));

            rounds.forEach(round ->
                    LoggerFactory.getLogger("dev.linger.bench")
                            .info("{} ratio {}", round, round.ratio()));
            assertThat(rounds).allSatisfy(round -> assertThat(round.ratio()).isGreaterThan(0.2));
            assertThat(Sql.rows(database, "select count(*) from service_minute"))
                    .containsExactly("0");
        }
    }
}
