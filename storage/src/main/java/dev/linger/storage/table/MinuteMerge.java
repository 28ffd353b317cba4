// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.table.MinuteStages.ENDPOINT_MINUTE;
import static dev.linger.storage.table.MinuteStages.LISTENER_MINUTE;
import static dev.linger.storage.table.MinuteStages.SERVICE_MINUTE;
import static dev.linger.storage.table.MinuteStages.parts;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Minutes of which some may be in the tables: through temporary tables, replacing what is there.
 */
final class MinuteMerge {
    private static final List<String> KEY = List.of("minute", "service");

    private static final String SERVICES =
            """
            with merged as (
                insert into service_minute_fresh as m (%1$s) select %1$s from %2$s order by minute, service
                on conflict (minute, service) do update set %3$s
                 where excluded.complete or not m.complete
                returning minute, service, complete)
            insert into accepted_minute select minute, service, complete from merged
            """
                    .formatted(
                            SERVICE_MINUTE.columnList(),
                            SERVICE_MINUTE.name(),
                            SERVICE_MINUTE.assignments(KEY));

    private MinuteMerge() {}

    /**
     * Writes minutes with their endpoints and listeners.
     *
     * @param minutes one for each service and minute, oldest first
     * @return the hours in which a complete minute was written
     */
    static List<RollupMarks.Hour> write(Connection connection, List<ServiceMinute> minutes)
            throws SQLException {
        SERVICE_MINUTE.fill(connection, minutes);
        ENDPOINT_MINUTE.fill(connection, parts(minutes, ServiceMinute::endpoints));
        LISTENER_MINUTE.fill(connection, parts(minutes, ServiceMinute::listeners));
        List<RollupMarks.Hour> hours = services(connection);
        Instant first = minutes.getFirst().minute();
        Instant last = minutes.getLast().minute();
        replaceParts(connection, ENDPOINT_MINUTE, List.of("side", "endpoint"), first, last);
        replaceParts(connection, LISTENER_MINUTE, List.of("endpoint"), first, last);
        return hours;
    }

    private static List<RollupMarks.Hour> services(Connection connection) throws SQLException {
        List<RollupMarks.Hour> hours = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table if not exists accepted_minute"
                            + " (minute timestamptz, service text, complete boolean)"
                            + " on commit delete rows");
            statement.execute(SERVICES);
            try (ResultSet row =
                    statement.executeQuery(
                            "select distinct date_trunc('hour', minute, 'UTC'), service"
                                    + " from accepted_minute where complete")) {
                while (row.next()) {
                    hours.add(
                            new RollupMarks.Hour(
                                    row.getObject(1, OffsetDateTime.class).toInstant(),
                                    row.getString(2)));
                }
            }
        }
        return hours;
    }

    /** Leaves exactly the staged parts of the accepted minutes in the table. */
    private static void replaceParts(
            Connection connection,
            Stage<?> stage,
            List<String> partKey,
            Instant first,
            Instant last)
            throws SQLException {
        List<String> key = Stream.concat(KEY.stream(), partKey.stream()).toList();
        String keys = String.join(", ", key);
        String gone =
                """
                delete from %1$s t using accepted_minute a
                 where t.minute = a.minute and t.service = a.service and t.minute between ? and ?
                   and not exists (select from %2$s s where (s.%3$s) = (t.%4$s))
                """
                        .formatted(
                                stage.table(),
                                stage.name(),
                                String.join(", s.", key),
                                String.join(", t.", key));
        // The bounds let PostgreSQL leave out the partitions of other days.
        try (PreparedStatement statement = connection.prepareStatement(gone)) {
            statement.setObject(1, OffsetDateTime.ofInstant(first, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(last, ZoneOffset.UTC));
            statement.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into %1$s (%2$s)
                    select %2$s from %3$s join accepted_minute using (minute, service) order by %4$s
                    on conflict (%4$s) do update set %5$s
                    """
                            .formatted(
                                    stage.table(),
                                    stage.columnList(),
                                    stage.name(),
                                    keys,
                                    stage.assignments(key)));
        }
    }
}
