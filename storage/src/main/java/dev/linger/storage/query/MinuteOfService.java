// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * One minute in the history of a service.
 *
 * @param minute its start
 * @param complete whether it is over
 * @param hosts hosts on which the service had sockets
 * @param observedMillis how much of the minute was observed, on average over the hosts
 * @param sockets all its sockets, both sides
 */
public record MinuteOfService(
        Instant minute, boolean complete, int hosts, long observedMillis, SocketFigures sockets) {

    private static final String SQL =
            """
            select m.*, coverage_ms / greatest(hosts, 1) as observed_ms
              from service_minute m
             where service = :service and minute >= :from
             order by minute
            """;

    /** The minutes of a service that begin at {@code from} or later, oldest first. */
    public static List<MinuteOfService> since(Handle handle, String service, Instant from) {
        return handle.createQuery(SQL)
                .bind("service", service)
                .bind("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC))
                .map((row, context) ->
                        new MinuteOfService(
                                Columns.instant(row, "minute"),
                                row.getBoolean("complete"),
                                row.getInt("hosts"),
                                row.getLong("observed_ms"),
                                SocketFigures.read(row)))
                .list();
    }

    /** Connections per second that hosts closed first; 0 while nothing was observed. */
    public double activeClosesPerSecond() {
        return observedMillis == 0 ? 0 : sockets.activeCloses() * 1000.0 / observedMillis;
    }
}
