// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.upkeep.Rollups;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A database with history in it, fresh and packed, that an earlier version has left. */
class OlderSchemaTest {
    private static final Instant OLD = Instant.parse("2026-11-15T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"9", "12"})
    void shouldKeepWhatAnEarlierVersionPacked(String version) throws SQLException {
        long seed = Long.getLong("linger.seed", 5);
        try (Database database = Database.open(PostgresServer.emptyDatabase())) {
            migrateTo(version, database);
            RandomMinutes random = new RandomMinutes(seed);
            List<ServiceMinute> minutes = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                minutes.add(random.of("billing", OLD.plusSeconds(60L * i), true));
                minutes.add(random.of("billing", Minutes.MINUTE.plusSeconds(60L * i), true));
            }
            History.write(database, minutes);
            Sql.rows(database, "delete from rollup_mark");
            List<String> before = answers(database);
            BitsPacking.pack(database, LocalDate.parse("2026-11-18"));
            assertThat(Sql.rows(database, "select count(*) from service_minute_fresh"))
                    .containsExactly("90");
            assertThat(answers(database)).as("packed in bits, seed %d", seed).isEqualTo(before);

            database.migrate();

            assertThat(answers(database)).as("packed in bytes, seed %d", seed).isEqualTo(before);
            assertThat(Sql.rows(database, "select count(*) from service_minute_packed"))
                    .containsExactly("2");
            History.write(database, random.of("billing", OLD.plusSeconds(5400), true));
            new Rollups(database.dataSource()).catchUp();
            new Packing(database.dataSource(), 3).apply();
            assertThat(Sql.rows(database, "select count(*) from service_minute"))
                    .containsExactly("181");
        }
    }

    private static void migrateTo(String version, Database database) {
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns("*:pending")
                .target(version)
                .load()
                .migrate();
    }

    private static List<String> answers(Database database) throws SQLException {
        List<String> answers = new ArrayList<>();
        for (String view : List.of("service_minute", "endpoint_minute", "listener_minute")) {
            answers.addAll(
                    Sql.rows(database, "select * from %s m order by m::text".formatted(view)));
        }
        return answers;
    }
}
