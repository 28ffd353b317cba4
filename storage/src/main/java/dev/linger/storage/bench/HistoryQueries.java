// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.storage.query.MinuteOfService;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

/** Questions of a dashboard and of people, and how long their answers take, values fetched. */
public final class HistoryQueries {
    static final String EIGHT =
            """
            select minute, established_mean, time_wait_mean, time_wait_peak, opened, active_closes, hosts,
                   ports_used, port_utilisation
              from service_minute
             where service = ? and minute >= ? and minute < ? order by minute
            """;

    static final String BY_HOUR =
            """
            select hour, established_mean, time_wait_mean, time_wait_peak, opened, active_closes, hosts_peak,
                   ports_used_peak, port_utilisation_peak
              from service_hour
             where service = ? and hour >= ? and hour < ? order by hour
            """;

    static final String TOP =
            """
            select service, max(time_wait_peak) as peak
              from service_hour where hour >= ? and hour < ?
             group by service order by peak desc limit 20
            """;

    static final String FLEET =
            """
            select hour, established_mean, time_wait_mean, opened, active_closes, port_utilisation_peak
              from fleet_hour where hour >= ? and hour < ? order by hour
            """;

    private final DataSource database;
    private final int services;

    /** Asks {@code database} about services numbered from 0. */
    public HistoryQueries(DataSource database, int services) {
        this.database = database;
        this.services = services;
    }

    /**
     * How long a question took, warm.
     *
     * @param p50Millis median
     * @param p95Millis 95th percentile
     * @param rows rows of the last answer
     */
    public record Times(double p50Millis, double p95Millis, long rows) {}

    /** Minutes of one service with eight columns. */
    public Times minutes(Instant from, Instant to, int times) throws SQLException {
        return ask(times, (connection, n) -> count(connection, EIGHT, name(n), from, to));
    }

    /** The dashboard's own question: every column of a service's minutes. */
    public Times dashboard(Instant from, int times) throws SQLException {
        return ask(
                times,
                (connection, n) -> {
                    try (Handle handle = Jdbi.create(connection).open()) {
                        return MinuteOfService.since(handle, name(n), from).size();
                    }
                });
    }

    /** Hours of one service. */
    public Times hours(Instant from, Instant to, int times) throws SQLException {
        return ask(times, (connection, n) -> count(connection, BY_HOUR, name(n), from, to));
    }

    /** The twenty services with the most TIME_WAIT. */
    public Times top(Instant from, Instant to, int times) throws SQLException {
        return ask(times, (connection, n) -> count(connection, TOP, null, from, to));
    }

    /** The fleet by the hour. */
    public Times fleet(Instant from, Instant to, int times) throws SQLException {
        return ask(times, (connection, n) -> count(connection, FLEET, null, from, to));
    }

    private Times ask(int times, Question question) throws SQLException {
        double[] millis = new double[times];
        long rows = 0;
        try (Connection connection = database.getConnection()) {
            for (int i = -Math.min(20, services); i < times; i++) {
                long begun = System.nanoTime();
                // Each service once before it is measured: what is asked for is warm.
                rows = question.ask(connection, Math.floorMod(i * 37, Math.min(20, services)));
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - begun) / 1e6;
                }
            }
        }
        Arrays.sort(millis);
        return new Times(
                millis[times / 2], millis[Math.min(times - 1, (int) (times * 0.95))], rows);
    }

    private static long count(
            Connection connection, String sql, @Nullable String service, Instant from, Instant to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            if (service != null) {
                statement.setString(at++, service);
            }
            for (Instant instant : List.of(from, to)) {
                statement.setObject(at++, instant.atOffset(ZoneOffset.UTC));
            }
            long rows = 0;
            try (ResultSet row = statement.executeQuery()) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    for (int i = 1; i <= columns; i++) {
                        row.getObject(i);
                    }
                    rows++;
                }
            }
            return rows;
        }
    }

    private static String name(int service) {
        return "service-%04d".formatted(service);
    }

    /** Asks about one service. */
    private interface Question {
        long ask(Connection connection, int service) throws SQLException;
    }
}
