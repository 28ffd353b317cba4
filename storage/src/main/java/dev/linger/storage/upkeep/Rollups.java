// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import dev.linger.storage.table.Rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * Recomputes the hours and days of services that rollup_mark says have changed, and what follows
 * from them.
 *
 * <p>A mark is set in the transaction that changes a minute and taken in the one that recomputes;
 * taking it waits for every transaction that has set it, so what is computed afterwards has seen
 * their minutes. Of several instances one works at a time.
 */
public final class Rollups {
    /** Hours recomputed in one transaction: about 60 times as many minutes are read. */
    private static final int HOURS_AT_A_TIME = 2_000;

    private static final String LOCK =
            "select pg_try_advisory_xact_lock(hashtextextended('linger.rollup', 0))";

    private static final String HOURS =
            """
            insert into service_hour as r (hour, service, %1$s)
            select t.hour, t.service, %2$s
              from taken_hour t
             cross join lateral (
                   select %3$s
                     from service_minute_fresh m
                    where m.service = t.service
                      and m.minute >= t.hour and m.minute < t.hour + interval '1 hour'
                      and m.complete) c
             where c.minutes > 0
             order by t.hour, t.service
            on conflict (hour, service) do update set %4$s
             where excluded.minutes >= r.minutes
            """
                    .formatted(
                            list(RollupColumn::name),
                            list(column -> "c." + column.name()),
                            list(column -> column.ofMinutes() + " as " + column.name()),
                            list(column -> column.name() + " = excluded." + column.name()));

    private static final String DAYS =
            """
            insert into service_day (day, service, %1$s)
            select t.day, t.service, %2$s
              from (select distinct date_trunc('day', hour, 'UTC') as day, service from taken_hour) t
             cross join lateral (
                   select %3$s
                     from service_hour h
                    where h.service = t.service
                      and h.hour >= t.day and h.hour < t.day + interval '24 hours') c
             where c.minutes > 0
             order by t.day, t.service
            on conflict (day, service) do update set %4$s
            """
                    .formatted(
                            list(RollupColumn::name),
                            list(column -> "c." + column.name()),
                            list(column -> column.ofHours() + " as " + column.name()),
                            list(column -> column.name() + " = excluded." + column.name()));

    private final DataSource database;

    /** Works on {@code database}. */
    public Rollups(DataSource database) {
        this.database = database;
    }

    /**
     * Recomputes until no mark is left, or another instance is at it.
     *
     * @return hours recomputed
     */
    public int catchUp() throws SQLException {
        int total = 0;
        int hours;
        do {
            hours = recomputeSome();
            total += hours;
        } while (hours == HOURS_AT_A_TIME);
        return total;
    }

    private int recomputeSome() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int hours = isAlone(connection) ? recompute(connection) : 0;
                connection.commit();
                return hours;
            } catch (SQLException e) {
                Rollback.after(e, connection);
                throw e;
            }
        }
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCK)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static int recompute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table if not exists taken_hour"
                            + " (hour timestamptz, service text) on commit delete rows");
        }
        int hours = take(connection);
        if (hours > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(HOURS);
                statement.execute(DAYS);
            }
            FleetRollup.recompute(connection);
            EndpointRollups.recompute(connection);
        }
        return hours;
    }

    private static int take(Connection connection) throws SQLException {
        try (PreparedStatement take =
                connection.prepareStatement(
                        """
                        with oldest as (
                            select hour, service from rollup_mark order by hour, service limit ? for update),
                        gone as (
                            delete from rollup_mark m using oldest s
                             where m.hour = s.hour and m.service = s.service
                            returning m.hour, m.service)
                        insert into taken_hour select hour, service from gone
                        """)) {
            take.setInt(1, HOURS_AT_A_TIME);
            return take.executeUpdate();
        }
    }

    private static String list(Function<RollupColumn, String> text) {
        return RollupColumn.ALL.stream().map(text).collect(Collectors.joining(", "));
    }
}
