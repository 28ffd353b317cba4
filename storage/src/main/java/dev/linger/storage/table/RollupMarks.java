// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.ServiceMinute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** rollup_mark: the hours of services that have to be computed again. */
final class RollupMarks {
    private RollupMarks() {}

    /** A service's hour. */
    record Hour(Instant hour, String service) {
        /** The hour of a minute. */
        static Hour of(ServiceMinute minute) {
            return new Hour(minute.minute().truncatedTo(ChronoUnit.HOURS), minute.service());
        }
    }

    /**
     * Marks hours within the transaction that changed them. An update even where the mark is there:
     * its lock makes the rollup wait for these rows.
     */
    static void set(Connection connection, Collection<Hour> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        List<Hour> hours = List.copyOf(changed);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into rollup_mark as m (hour, service)
                        select distinct hour, service
                          from unnest(?::timestamptz[], ?::text[]) as changed (hour, service)
                         order by hour, service
                        on conflict (hour, service) do update set marks = m.marks + 1
                        """)) {
            bind(statement, hours);
            statement.execute();
        }
    }

    /** Gives a statement its first two parameters: the hours, and the service of each. */
    static void bind(PreparedStatement statement, List<Hour> hours) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                1,
                connection.createArrayOf(
                        "timestamptz",
                        hours.stream().map(it -> it.hour().atOffset(ZoneOffset.UTC)).toArray()));
        statement.setArray(
                2, connection.createArrayOf("text", hours.stream().map(Hour::service).toArray()));
    }
}
