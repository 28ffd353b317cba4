// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.sink.BatchReplay;
import dev.linger.storage.table.MinuteTables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * The sink's durable upsert against plain COPY of the same rows into the same tables: indexed,
 * partitioned, with fsync and synchronous_commit as the server has them (which must be on).
 * Interleaved rounds; tables are emptied and a checkpoint is made before each measurement.
 */
public final class SinkBench {
    /** Rows that a fleet of 10,000 hosts writes per second: 25,000 rows a minute. */
    public static final double FLEET_ROWS_PER_SECOND = 25_000 / 60.0;

    private static final Instant FIRST_MINUTE = Instant.parse("2026-11-21T00:00:00Z");
    private static final int SERVICES = 1_000;
    private static final int MINUTES = 10;
    private static final int ENDPOINTS = 4;
    private static final int MINUTES_PER_TRANSACTION = 1_000;

    private final DataSource database;

    /** Measures on {@code database}, whose minutes it deletes: give it one of its own. */
    public SinkBench(DataSource database) {
        this.database = database;
    }

    /**
     * One round.
     *
     * @param upsertRowsPerSecond rows of all tables by the sink's transactions
     * @param replaceRowsPerSecond the same rows once more, replacing those that are there
     * @param copyRowsPerSecond rows by plain COPY in transactions of the same size
     */
    public record Round(
            double upsertRowsPerSecond, double replaceRowsPerSecond, double copyRowsPerSecond) {
        /** The sink's rate over COPY's. */
        public double ratio() {
            return upsertRowsPerSecond / copyRowsPerSecond;
        }
    }

    /**
     * Measures.
     *
     * @param rounds rounds after one that warms up
     * @throws IllegalStateException if the server does not write durably
     */
    public List<Round> run(int rounds) throws SQLException {
        requireDurable();
        List<List<ServiceMinute>> transactions = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            List<ServiceMinute> transaction = new ArrayList<>();
            for (int service = 0; service < SERVICES; service++) {
                transaction.add(
                        SyntheticMinutes.of(
                                service, FIRST_MINUTE.plusSeconds(60L * minute), ENDPOINTS));
            }
            transactions.add(List.copyOf(transaction));
        }
        int rows = MINUTES * MINUTES_PER_TRANSACTION * (2 + ENDPOINTS);
        List<Round> measured = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            BatchReplay sink = new BatchReplay(database);
            sink.prepare(transactions.getFirst());
            empty();
            double copy = rate(rows, () -> copy(transactions));
            empty();
            double upsert = rate(rows, () -> sink.write(transactions));
            double replace = rate(rows, () -> sink.write(transactions));
            if (round > 0) {
                measured.add(new Round(upsert, replace, copy));
            }
        }
        empty();
        return List.copyOf(measured);
    }

    private void copy(List<List<ServiceMinute>> transactions) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (List<ServiceMinute> minutes : transactions) {
                MinuteTables.copy(connection, minutes);
                connection.commit();
            }
        }
    }

    private void empty() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "truncate service_minute, endpoint_minute, listener_minute, rollup_mark");
            statement.execute("checkpoint");
        }
    }

    private void requireDurable() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            if (!row.getString(1).equals("on") || row.getString(2).equals("off")) {
                throw new IllegalStateException(
                        "fsync is %s and synchronous_commit is %s; a durable write needs both on"
                                .formatted(row.getString(1), row.getString(2)));
            }
        }
    }

    private static double rate(int rows, Work work) throws SQLException {
        long start = System.nanoTime();
        work.run();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        return rows / (taken.toNanos() / 1e9);
    }

    /** Something that takes time. */
    private interface Work {
        void run() throws SQLException;
    }
}
