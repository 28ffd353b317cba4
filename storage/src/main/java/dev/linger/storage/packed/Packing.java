// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.copy.Stage;
import dev.linger.storage.table.MinuteTables;
import dev.linger.storage.table.Rollback;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

/**
 * Packs the days that are some days older than the newest minute: reads the rows of a few services
 * at a time, writes an hour of each as one row, deletes what it has read, all in one transaction.
 * Whoever asks in between sees the rows or the packed hours, never both, never neither.
 *
 * <p>A writer shares the day it writes to (lock_days), packing has it alone; a day with hours that
 * are still to be rolled up waits. So rollups need to look at fresh rows only, and a minute that
 * comes late has its hour unpacked (unpack_hours) before it is merged.
 */
public final class Packing {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);

    /** Rows that one transaction packs, about: a second of work. */
    private static final int ROWS_AT_A_TIME = 30_000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String DUE =
            """
            select table_name, partition_name, from_time
              from day_partition
             where table_name = any (?)
               and to_time <= (select minute from service_minute_fresh order by minute desc limit 1)
                              - make_interval(days => ?)
             order by from_time, table_name
            """;

    private final DataSource database;
    private final int afterDays;

    /**
     * Packs in {@code database}.
     *
     * @param afterDays how many days before the newest minute a day has to end; 0 packs nothing
     */
    public Packing(DataSource database, int afterDays) {
        this.database = database;
        this.afterDays = afterDays;
    }

    /**
     * A daily partition that was packed.
     *
     * @param table its view's name
     * @param day the UTC day
     * @param rows rows packed
     * @param hours packed rows made of them
     */
    public record Packed(String table, LocalDate day, long rows, long hours) {}

    /** Packs every day that is due. */
    public List<Packed> apply() throws SQLException {
        List<Packed> done = new ArrayList<>();
        if (afterDays == 0) {
            return done;
        }
        try (Connection connection = database.getConnection()) {
            for (Due due : due(connection)) {
                Packed packed = pack(connection, due);
                if (packed.rows() > 0) {
                    LOG.info(
                            "packed {} of {}: {} rows into {}",
                            packed.table(),
                            packed.day(),
                            packed.rows(),
                            packed.hours());
                    done.add(packed);
                }
            }
            if (!done.isEmpty()) {
                connection.setAutoCommit(true);
                analyze(connection);
            }
        }
        return List.copyOf(done);
    }

    private List<Due> due(Connection connection) throws SQLException {
        List<Due> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setArray(
                    1, connection.createArrayOf("text", MinuteTables.partitioned().toArray()));
            statement.setInt(2, afterDays);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Due(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getObject(3, OffsetDateTime.class)
                                            .withOffsetSameInstant(ZoneOffset.UTC)
                                            .toLocalDate()));
                }
            }
        }
        return due;
    }

    private static Packed pack(Connection connection, Due due) throws SQLException {
        connection.setAutoCommit(true);
        List<FreshColumn> columns = FreshColumn.of(connection, due.table());
        long rows = 0;
        long hours = 0;
        for (List<String> services : chunks(connection, due)) {
            Packed chunk =
                    inTransaction(
                            connection, due, () -> packSome(connection, due, columns, services));
            rows += chunk.rows();
            hours += chunk.hours();
        }
        try {
            inTransaction(connection, due, () -> dropIfEmpty(connection, due));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.info("{} is empty and in use; it is dropped later", due.partition());
        }
        return new Packed(due.view(), due.day(), rows, hours);
    }

    /** Services with about {@link #ROWS_AT_A_TIME} rows together, none while hours wait. */
    private static List<List<String>> chunks(Connection connection, Due due) throws SQLException {
        List<List<String>> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        long rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select service, count(*) from %s group by service order by service"
                                        .formatted(quoted(statement, due)))) {
            while (row.next()) {
                chunk.add(row.getString(1));
                rows += row.getLong(2);
                if (rows >= ROWS_AT_A_TIME) {
                    chunks.add(chunk);
                    chunk = new ArrayList<>();
                    rows = 0;
                }
            }
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private static Packed packSome(
            Connection connection, Due due, List<FreshColumn> columns, List<String> services)
            throws SQLException {
        if (isMarked(connection, due.day())) {
            return new Packed(due.view(), due.day(), 0, 0);
        }
        List<FreshColumn> keysFirst =
                Stream.concat(
                                columns.stream().filter(it -> it.kind() == FreshColumn.Kind.KEY),
                                columns.stream().filter(it -> it.kind() != FreshColumn.Kind.KEY))
                        .toList();
        ServiceChunk chunk = new ServiceChunk(keysFirst);
        try (Statement statement = connection.createStatement()) {
            String theirs =
                    "service >= %s and service <= %s"
                            .formatted(
                                    statement.enquoteLiteral(services.getFirst()),
                                    statement.enquoteLiteral(services.getLast()));
            String names =
                    keysFirst.stream().map(FreshColumn::name).collect(Collectors.joining(", "));
            CopiedRows.read(
                    connection,
                    "select minute, %s from %s where %s order by service, minute"
                            .formatted(names, quoted(statement, due), theirs),
                    chunk::add);
            List<List<@Nullable Object>> hours = chunk.finish();
            new Stage<>(due.view() + "_packed", PackedColumns.of(columns))
                    .append(connection, hours);
            addMinutes(connection, due.day());
            delete(connection, due, theirs, chunk);
            return new Packed(due.view(), due.day(), chunk.rows(), hours.size());
        }
    }

    private static boolean isMarked(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select exists (select from rollup_mark where hour >= ? and hour < ?)")) {
            statement.setObject(1, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            statement.setObject(2, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void delete(Connection connection, Due due, String theirs, ServiceChunk chunk)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement delete =
                        connection.prepareStatement(
                                "delete from %s where %s and service <> all (?)"
                                        .formatted(quoted(statement, due), theirs))) {
            delete.setArray(1, connection.createArrayOf("text", chunk.left().toArray()));
            long deleted = delete.executeLargeUpdate();
            if (deleted != chunk.rows()) {
                throw new SQLException(
                        "%d rows of %s were packed, but %d deleted"
                                .formatted(chunk.rows(), due.partition(), deleted));
            }
        }
    }

    /** From here on a minute of the day is looked for in packed hours, also when it comes late. */
    public static void addMinutes(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement minutes =
                connection.prepareStatement(
                        """
                        insert into packed_minute
                        select h + p * interval '1 minute', h, p
                          from (select ?::timestamptz + n * interval '1 hour' as h from generate_series(0, 23) n) hours,
                               generate_series(0, 59) p
                        on conflict do nothing
                        """)) {
            minutes.setObject(1, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            minutes.executeUpdate();
        }
    }

    /** What packing emptied; a minute that comes late makes the partition again. */
    private static Packed dropIfEmpty(Connection connection, Due due) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String partition = quoted(statement, due);
            boolean empty;
            try (ResultSet row =
                    statement.executeQuery("select not exists (select from " + partition + ")")) {
                row.next();
                empty = row.getBoolean(1);
            }
            if (empty) {
                addMinutes(connection, due.day());
                statement.execute("set local lock_timeout = '2s'");
                statement.execute("drop table " + partition);
            }
        }
        return new Packed(due.view(), due.day(), 0, 0);
    }

    private static void analyze(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze packed_minute");
            for (String table : MinuteTables.partitioned()) {
                statement.execute("analyze " + MinuteTables.view(table) + "_packed");
            }
        }
    }

    private static Packed inTransaction(Connection connection, Due due, Work work)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            lock(connection, due);
            Packed done = work.run();
            connection.commit();
            return done;
        } catch (SQLException | RuntimeException e) {
            Rollback.after(e, connection);
            throw e;
        }
    }

    /** The day against the sink, the partition against anybody else who changes rows by hand. */
    private static void lock(Connection connection, Due due) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement("select lock_days(array[?::date], true)");
                Statement statement = connection.createStatement()) {
            lock.setObject(1, due.day());
            lock.execute();
            statement.execute(
                    "lock table %s in share row exclusive mode".formatted(quoted(statement, due)));
        }
    }

    private static String quoted(Statement statement, Due due) throws SQLException {
        return statement.enquoteIdentifier(due.partition(), true);
    }

    /** A partition whose day is over for long enough. */
    private record Due(String table, String partition, LocalDate day) {
        String view() {
            return MinuteTables.view(table);
        }
    }

    /** What happens in a transaction that has the day alone. */
    private interface Work {
        Packed run() throws SQLException;
    }
}
