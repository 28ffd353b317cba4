// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.packed.Packing;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.MinuteTables;
import dev.linger.storage.upkeep.Rollups;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Gatherers;

import javax.sql.DataSource;

/**
 * Fills a database with the history of made-up services: some days as the sink writes them, packed
 * as the upkeep packs them; days before that are copies of the packed ones and of their hours,
 * moved back in time. {@link ImportedHistory} loads every day, which takes ten times as long.
 */
public final class HistoryLoad {
    /** Numbers in a row of service_minute: all columns but keys, texts and what is computed. */
    public static final int NUMBERS_OF_A_ROW = 74;

    /** End of the newest day. */
    public static final Instant END = Instant.parse("2026-11-21T00:00:00Z");

    private static final int MINUTES_AT_A_TIME = 5_000;

    private final DataSource database;
    private final RealisticFleet services;

    /** Fills {@code database}, which ought to be empty. */
    public HistoryLoad(DataSource database, int services) {
        this.database = database;
        this.services = new RealisticFleet(services);
    }

    /** Start of a day, {@code 1} being the newest. */
    public static Instant day(int before) {
        return END.minusSeconds(86_400L * before);
    }

    /**
     * Writes one day in the order of time, and computes its hours.
     *
     * @return minutes a second, without the hours
     */
    public double load(int before) throws SQLException {
        LocalDate date = LocalDate.ofInstant(day(before), ZoneOffset.UTC);
        long nanos = 0;
        try (Connection connection = database.getConnection()) {
            new DayPartitions(MinuteTables.partitioned()).ensure(connection, List.of(date));
            connection.setAutoCommit(false);
            Iterator<List<ServiceMinute>> chunks =
                    services.day(day(before))
                            .gather(Gatherers.windowFixed(MINUTES_AT_A_TIME))
                            .iterator();
            while (chunks.hasNext()) {
                List<ServiceMinute> minutes = chunks.next();
                long begun = System.nanoTime();
                MinuteTables.write(connection, minutes);
                connection.commit();
                nanos += System.nanoTime() - begun;
            }
            connection.setAutoCommit(true);
        }
        new Rollups(database).catchUp();
        return services.minutesOfADay() / (nanos / 1e9);
    }

    /**
     * Packs every day but the newest {@code fresh}.
     *
     * @return rows a second
     */
    public double pack(int fresh) throws SQLException {
        long begun = System.nanoTime();
        long rows =
                new Packing(database, packAfterDays(fresh))
                        .apply().stream().mapToLong(Packing.Packed::rows).sum();
        return rows / ((System.nanoTime() - begun) / 1e9);
    }

    /** The setting that leaves the newest {@code fresh} days as rows. */
    static int packAfterDays(int fresh) {
        if (fresh < 2) {
            throw new IllegalArgumentException("fresh is " + fresh + "; at least 2 days stay rows");
        }
        // The newest minute is one short of the end of its day.
        return fresh - 1;
    }

    /** Copies a day's packed rows and hours to another day. */
    public void copy(int fromBefore, int toBefore) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String table : List.of("service_minute_packed", "service_hour", "fleet_hour")) {
                String columns = columnsBesideHour(connection, table);
                try (PreparedStatement copy =
                        connection.prepareStatement(
                                "insert into %1$s (hour, %2$s) select hour - ? * interval '1 day', %2$s from %1$s where hour >= ? and hour < ? order by %3$s"
                                        .formatted(
                                                table,
                                                columns,
                                                table.equals("fleet_hour")
                                                        ? "hour"
                                                        : "service, hour"))) {
                    copy.setInt(1, toBefore - fromBefore);
                    copy.setObject(2, day(fromBefore).atOffset(ZoneOffset.UTC));
                    copy.setObject(3, day(fromBefore - 1).atOffset(ZoneOffset.UTC));
                    copy.executeUpdate();
                }
            }
            Packing.addMinutes(connection, LocalDate.ofInstant(day(toBefore), ZoneOffset.UTC));
        }
    }

    /** Vacuums and analyzes, as autovacuum would have by the time somebody asks. */
    public void settle() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    /** Bytes of what a pattern of relation names matches, with indexes. */
    public long bytes(String pattern) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement sum =
                        connection.prepareStatement(
                                "select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where relkind = 'r' and relname like ?")) {
            sum.setString(1, pattern);
            try (ResultSet row = sum.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String columnsBesideHour(Connection connection, String table)
            throws SQLException {
        try (PreparedStatement names =
                connection.prepareStatement(
                        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped and attname <> 'hour'")) {
            names.setString(1, table);
            try (ResultSet row = names.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
