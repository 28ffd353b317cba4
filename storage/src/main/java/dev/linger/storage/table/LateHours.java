// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.ServiceMinute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Minutes of hours that are packed already. Their hours are made rows again before the minutes are
 * merged; until the transaction ends, nobody packs the days that it writes to.
 */
final class LateHours {
    private LateHours() {}

    /** Makes rows of the packed hours that these minutes belong to. */
    static void unpack(Connection connection, List<ServiceMinute> minutes) throws SQLException {
        lockDays(connection, minutes);
        Instant newest = newestPacked(connection);
        List<RollupMarks.Hour> late =
                minutes.stream()
                        .filter(it -> !it.minute().isAfter(newest))
                        .map(RollupMarks.Hour::of)
                        .distinct()
                        .toList();
        if (late.isEmpty()) {
            return;
        }
        try (PreparedStatement unpack =
                connection.prepareStatement("select unpack_hours(?::timestamptz[], ?::text[])")) {
            RollupMarks.bind(unpack, late);
            unpack.execute();
        }
    }

    /** In a statement of its own: what it has waited for is seen by those that follow only. */
    private static void lockDays(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select lock_days(?::date[], false)")) {
            lock.setArray(
                    1,
                    connection.createArrayOf(
                            "date",
                            DayPartitions.days(minutes.stream().map(ServiceMinute::minute))
                                    .toArray()));
            lock.execute();
        }
    }

    private static Instant newestPacked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select minute from packed_minute order by minute desc limit 1")) {
            return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : Instant.MIN;
        }
    }
}
