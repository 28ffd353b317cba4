// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.upkeep.Rollups;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Several writers of the same rows, as after a rebalance whose news has not reached all of them.
 */
class ConcurrentMinutesTest {
    private static final int ROUNDS = 15;
    private static final int SERVICES = 40;

    private final Database database = PostgresServer.migratedDatabase();

    @BeforeEach
    void makePartitions() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            DayPartitions.ofAll().ensure(connection, List.of(LocalDate.parse("2026-11-21")));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldNotLockEachOtherOutWhateverTheOrderOfTheirBatches() throws Exception {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            Random random = new Random(writer);
            writers.add(CompletableFuture.runAsync(() -> writeAll(random)));
        }
        while (writers.stream().anyMatch(writer -> !writer.isDone())) {
            new Rollups(database.dataSource()).catchUp();
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        new Rollups(database.dataSource()).catchUp();

        assertThat(Sql.rows(database, "select count(*), sum(minutes) from service_hour"))
                .containsExactly(SERVICES + "|" + ROUNDS * SERVICES);
        assertThat(
                        Sql.rows(
                                database,
                                "select count(*), count(distinct (minute, service)) from endpoint_minute"))
                .containsExactly(ROUNDS * SERVICES + "|" + ROUNDS * SERVICES);
        String name = Sql.rows(database, "select current_database()").getFirst();
        // What a session counts arrives in the view when it ends.
        database.close();
        try (Database other = Database.open(PostgresServer.serverDatabase())) {
            assertThat(
                            Sql.rows(
                                    other,
                                    "select deadlocks from pg_stat_database where datname = '"
                                            + name
                                            + "'"))
                    .containsExactly("0");
        }
    }

    @Test
    void shouldMergeWhatAnotherWriterCommitsWhileItWaits() throws Exception {
        CompletableFuture<Void> second;
        try (Connection first = database.dataSource().getConnection()) {
            first.setAutoCommit(false);
            MinuteTables.write(first, List.of(Minutes.of("billing", MINUTE, false, 1, "a:1")));
            second =
                    CompletableFuture.runAsync(() ->
                            write(
                                    List.of(
                                            Minutes.of("billing", MINUTE, true, 2, "b:1"),
                                            Minutes.of("alone", MINUTE, true, 3, "c:1"))));
            while (Sql.rows(database, "select from pg_locks where not granted").isEmpty()) {
                assertThat(second).isNotDone();
            }
            first.commit();
        }
        second.get(20, TimeUnit.SECONDS);

        assertThat(
                        Sql.rows(
                                database,
                                "select service, complete, established_mean from service_minute order by 1"))
                .containsExactly("alone|t|3", "billing|t|2");
        assertThat(Sql.rows(database, "select service, endpoint from endpoint_minute order by 1"))
                .containsExactly("alone|c:1", "billing|b:1");
    }

    private void writeAll(Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            List<ServiceMinute> minutes = new ArrayList<>();
            for (int service = 0; service < SERVICES; service++) {
                minutes.add(
                        Minutes.of(
                                "service-" + service,
                                MINUTE.plusSeconds(60L * round),
                                true,
                                random.nextInt(100),
                                "10.0.0." + random.nextInt(250) + ":9000"));
            }
            Collections.shuffle(minutes, random);
            write(minutes);
        }
    }

    private void write(List<ServiceMinute> minutes) {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            MinuteTables.write(connection, minutes);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
