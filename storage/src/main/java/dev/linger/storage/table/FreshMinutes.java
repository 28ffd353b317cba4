// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Minutes by COPY straight into the tables, without a temporary table and a merge. Which are there
 * is asked first, and locked; those that may be replaced are deleted with their endpoints and
 * listeners. If somebody else writes one in between, all of it is taken back.
 */
final class FreshMinutes {
    private static final String UNIQUE_VIOLATION = "23505";

    /** In the order in which merging locks rows. */
    private static final String KNOWN =
            """
            select n, m.complete
              from unnest(?::timestamptz[], ?::text[]) with ordinality as asked (minute, service, n)
              join service_minute_fresh m on m.minute = asked.minute and m.service = asked.service
             where m.minute between ? and ?
             order by m.minute, m.service
               for update of m
            """;

    private FreshMinutes() {}

    /**
     * Writes minutes, unless a complete one is there and this one is not.
     *
     * @param minutes one for each service and minute, oldest first
     * @return those that were written; null if they have to be merged, and nothing was written
     */
    static @Nullable List<ServiceMinute> write(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        Map<Integer, Boolean> known = known(connection, minutes);
        List<ServiceMinute> written = new ArrayList<>();
        List<ServiceMinute> replaced = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i++) {
            ServiceMinute minute = minutes.get(i);
            @Nullable Boolean complete = known.get(i);
            if (complete == null) {
                written.add(minute);
            } else if (minute.complete() || !complete) {
                written.add(minute);
                replaced.add(minute);
            }
        }
        if (written.isEmpty()) {
            return written;
        }
        Savepoint before = connection.setSavepoint();
        try {
            delete(connection, replaced);
            MinuteTables.copy(connection, written);
            connection.releaseSavepoint(before);
            return written;
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }

    private static Map<Integer, Boolean> known(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        Map<Integer, Boolean> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            bind(statement, minutes);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    known.put(row.getInt(1) - 1, row.getBoolean(2));
                }
            }
        }
        return known;
    }

    private static void delete(Connection connection, List<ServiceMinute> replaced)
            throws SQLException {
        if (replaced.isEmpty()) {
            return;
        }
        for (String table : MinuteTables.partitioned()) {
            String theirs =
                    """
                    delete from %s m using unnest(?::timestamptz[], ?::text[]) as replaced (minute, service)
                     where m.minute = replaced.minute and m.service = replaced.service
                       and m.minute between ? and ?
                    """
                            .formatted(table);
            try (PreparedStatement statement = connection.prepareStatement(theirs)) {
                bind(statement, replaced);
                statement.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement statement, List<ServiceMinute> minutes)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                1,
                connection.createArrayOf(
                        "timestamptz", minutes.stream().map(it -> utc(it.minute())).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text", minutes.stream().map(ServiceMinute::service).toArray()));
        // The bounds let PostgreSQL leave out the partitions of other days.
        statement.setObject(3, utc(minutes.getFirst().minute()));
        statement.setObject(4, utc(minutes.getLast().minute()));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
