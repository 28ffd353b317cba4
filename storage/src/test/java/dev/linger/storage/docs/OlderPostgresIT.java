// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.broker.TestBroker;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.RunningSink;
import dev.linger.storage.Sql;
import dev.linger.storage.server.PgBouncer;
import dev.linger.storage.server.PostgresCluster;
import dev.linger.storage.server.PostgresPrograms;
import dev.linger.storage.upkeep.Rollups;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Migrations, sink, rollups and cookbook on an older PostgreSQL: 15 unless {@code
 * -Dlinger.postgres.older} names another of Maven Central.
 */
class OlderPostgresIT {
    @TempDir static Path directory;
    private static TestBroker broker;
    private static PostgresCluster server;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        server =
                PostgresCluster.start(PostgresPrograms.older(directory), directory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        server.close();
        broker.close();
    }

    @Test
    void shouldAnswerTheCookbookAsTheCurrentOneDoes() throws Exception {
        server.execute("postgres", "create database cookbook");
        try (Database database =
                Database.open(
                        new DatabaseConfig(
                                server.config().jdbcUrl().replace("/linger", "/cookbook"),
                                "postgres",
                                "",
                                2))) {
            database.migrate();
            CookbookTest.fill(database);

            Map<String, Object> answers = new LinkedHashMap<>();
            Map<String, Object> expected = new LinkedHashMap<>();
            for (CookbookTest.Question question : CookbookTest.questions()) {
                answers.put(question.title(), Sql.rows(database, question.sql()));
                expected.put(question.title(), question.answer());
            }
            assertThat(answers).isEqualTo(expected);
        }
    }

    @Test
    void shouldWriteThroughPgBouncerInTransactionMode() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "needs pgbouncer");
        try (PgBouncer bouncer = PgBouncer.start(server, directory)) {
            broker.recreateAll();
            try (RunningSink one = new RunningSink(broker, bouncer.config());
                    RunningSink two = new RunningSink(broker, bouncer.config());
                    Database database = Database.open(bouncer.config())) {
                for (int round = 0; round < 20; round++) {
                    one.send(round * 20, round * 20 + 20);
                }
                RunningSink.awaitServices(database, 400);
                // Once more the same: merged, not appended.
                one.send(0, 400);
                RunningSink.await(database, "select sum(next_offset) from sink_offset", "800");
                RunningSink.awaitServices(database, 400);
                new Rollups(database.dataSource()).catchUp();
                RunningSink.await(database, "select sum(minutes) from service_hour", "400");
                RunningSink.await(database, "select count(*) from endpoint", "800");
                assertThat(one.records() + two.records()).isEqualTo(800);
                assertThat(one.health().details()).containsEntry("retries_total", 0L);
            }
        }
    }
}
