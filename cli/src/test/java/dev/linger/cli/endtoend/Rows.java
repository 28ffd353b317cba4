// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks the database what really stands in it, in a connection of its own. */
final class Rows implements AutoCloseable {
    private final Connection connection;

    Rows(String jdbcUrl, String user) {
        try {
            this.connection = DriverManager.getConnection(jdbcUrl, user, "");
        } catch (SQLException failure) {
            throw new AssertionError("no connection to " + jdbcUrl, failure);
        }
    }

    /** Each row as the list of its values; bind parameters are texts or numbers. */
    List<List<Object>> of(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<List<Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(result.getObject(column));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    /** The single number that a query gives; 0 where it gives none. */
    long number(String sql, Object... parameters) {
        List<List<Object>> rows = of(sql, parameters);
        return rows.isEmpty() || rows.getFirst().getFirst() == null
                ? 0
                : ((Number) rows.getFirst().getFirst()).longValue();
    }

    /** Minutes that stand in the tables, complete or not. */
    List<List<Object>> minutes() {
        return of("SELECT DISTINCT minute FROM service_minute");
    }

    /** Whether there is a later minute than this, and none up to it that is still running. */
    boolean isCompleteUntil(Instant last) {
        return number("SELECT count(*) FROM service_minute WHERE minute > ?", Timestamp.from(last))
                        > 0
                && number(
                                "SELECT count(*) FROM service_minute"
                                        + " WHERE minute <= ? AND NOT complete",
                                Timestamp.from(last))
                        == 0;
    }

    /** What {@link SnapshotsOnTopic#minutesUntil} computes, as the pipeline stored it. */
    List<List<Object>> completeMinutesUntil(Instant last) {
        return of(
                "SELECT to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
                        + " service, hosts::bigint, snapshots::bigint, coverage_ms,"
                        + " established_mean::bigint, established_peak::bigint,"
                        + " time_wait_mean::bigint, time_wait_peak::bigint,"
                        + " active_closes::bigint, opened::bigint"
                        + " FROM service_minute WHERE complete AND minute <= ?"
                        + " ORDER BY minute, service COLLATE \"C\"",
                Timestamp.from(last));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
