// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.sink.BatchReplay;
import dev.linger.storage.table.MinuteTables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * The sink's transactions, and other ways to write the same rows into the same tables: indexed,
 * partitioned, with fsync and synchronous_commit on. Before each measurement the tables are emptied
 * and a checkpoint is made. Every measurement leaves the rows in the tables.
 */
public final class SinkBench {
    /** Rows that a fleet of 10,000 hosts writes per second: 25,000 rows a minute. */
    public static final double FLEET_ROWS_PER_SECOND = 25_000 / 60.0;

    private static final Instant FIRST_MINUTE = Instant.parse("2026-11-21T00:00:00Z");
    private static final int SERVICES = 1_000;
    private static final int MINUTES = 10;
    private static final int ENDPOINTS = 4;
    private static final int ROWS_PER_TRANSACTION = SERVICES * (2 + ENDPOINTS);

    private final DataSource database;
    private final BatchReplay sink;
    private final BackendCpu backend;
    private final List<List<ServiceMinute>> transactions;

    /**
     * Measures on {@code database}, whose minutes it deletes: give it one of its own, with the
     * schema. For the backend's CPU it must have one connection.
     *
     * @throws IllegalStateException if the server does not write durably
     */
    public SinkBench(DataSource database) throws SQLException {
        this.database = database;
        this.sink = new BatchReplay(database);
        this.transactions = transactions();
        requireDurable();
        this.backend = BackendCpu.of(database);
        sink.prepare(transactions.getFirst());
    }

    /**
     * What writing cost.
     *
     * @param rowsPerSecond rows of all tables
     * @param backendMicrosPerRow CPU of the server's process; the checkpointer and the writer of
     *     the log are not in it
     */
    public record Cost(double rowsPerSecond, double backendMicrosPerRow) {}

    /** Rows that are not there yet, as the sink writes them. */
    public Cost upsert() throws SQLException {
        empty();
        return measure(MINUTES, () -> sink.write(transactions));
    }

    /** The same rows once more, each replacing one that is there. */
    public Cost replace() throws SQLException {
        empty();
        sink.write(transactions);
        execute("checkpoint");
        return measure(MINUTES, () -> sink.write(transactions));
    }

    /** Plain COPY in transactions of the same size: neither offsets, nor marks, nor upsert. */
    public Cost copy() throws SQLException {
        empty();
        return measure(MINUTES, () -> copy(transactions));
    }

    /**
     * One transaction's rows by {@code INSERT ... ON CONFLICT DO UPDATE} in JDBC batches, as sinks
     * do that know of no COPY.
     */
    public Cost insert() throws SQLException {
        empty();
        copy(transactions.subList(0, 1));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            List<InsertedRows> tables = new ArrayList<>();
            for (String table : MinuteTables.partitioned()) {
                tables.add(InsertedRows.of(connection, table));
            }
            connection.commit();
            empty(connection);
            connection.commit();
            return measure(
                    1,
                    () -> {
                        for (InsertedRows table : tables) {
                            table.upsert(connection);
                        }
                        connection.commit();
                    });
        }
    }

    private static List<List<ServiceMinute>> transactions() {
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
        return List.copyOf(transactions);
    }

    private void copy(List<List<ServiceMinute>> some) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (List<ServiceMinute> minutes : some) {
                MinuteTables.copy(connection, minutes);
                connection.commit();
            }
        }
    }

    private void empty() throws SQLException {
        try (Connection connection = database.getConnection()) {
            empty(connection);
        }
        execute("checkpoint");
    }

    private static void empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "truncate service_minute_fresh, endpoint_minute_fresh, listener_minute_fresh, rollup_mark");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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

    private Cost measure(int transactionCount, Work work) throws SQLException {
        long cpu = backend.micros();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double rows = transactionCount * (double) ROWS_PER_TRANSACTION;
        return new Cost(rows / seconds, (backend.micros() - cpu) / rows);
    }

    /** Something that takes time. */
    private interface Work {
        void run() throws SQLException;
    }
}
