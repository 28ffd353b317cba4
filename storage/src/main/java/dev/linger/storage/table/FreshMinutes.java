// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.ServiceMinute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Minutes that no table has yet go in by COPY alone, without a temporary table and a merge. Whether
 * one is there is asked first; if somebody else writes it in between, the COPY is taken back.
 */
final class FreshMinutes {
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String KNOWN =
            """
            select n
              from unnest(?::timestamptz[], ?::text[]) with ordinality as asked (minute, service, n)
             where exists (select from service_minute_fresh m
                            where m.minute = asked.minute and m.service = asked.service
                              and m.minute between ? and ?)
            """;

    private FreshMinutes() {}

    /**
     * Writes those that are new.
     *
     * @param minutes one for each service and minute, oldest first
     * @return the others
     */
    static List<ServiceMinute> write(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        Set<Integer> known = known(connection, minutes);
        List<ServiceMinute> fresh = new ArrayList<>();
        List<ServiceMinute> others = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i++) {
            (known.contains(i) ? others : fresh).add(minutes.get(i));
        }
        return fresh.isEmpty() || copied(connection, fresh) ? others : minutes;
    }

    private static boolean copied(Connection connection, List<ServiceMinute> fresh)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            MinuteTables.copy(connection, fresh);
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private static Set<Integer> known(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        Set<Integer> known = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
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
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    known.add(row.getInt(1) - 1);
                }
            }
        }
        return known;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
