// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import dev.linger.model.tcp.Side;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What one service does at present with one endpoint.
 *
 * @param service the service
 * @param minute start of its present minute
 * @param observedMillis how much of the minute was observed, on average over the hosts
 * @param side which end the service is
 * @param endpoint address and port of the server side, or {@code other}
 * @param hosts hosts of the service that had sockets of this endpoint
 * @param sockets what they did
 */
public record PresentEndpoint(
        String service,
        Instant minute,
        long observedMillis,
        Side side,
        String endpoint,
        int hosts,
        SocketFigures sockets) {

    private static final String SQL =
            """
            with %s
            select e.*, p.observed_ms
              from present p
              join endpoint_minute_fresh e on e.minute = p.minute and e.service = p.service
             where e.minute > %s and (:service::text is null or e.service = :service)
             order by e.service, e.port_utilisation desc nulls last,
                      e.established_mean + e.time_wait_mean + e.close_wait_mean desc, e.side, e.endpoint
            """
                    .formatted(PresentMinutes.PRESENT, PresentMinutes.SINCE);

    /** The endpoints of all present services, by service, those under most pressure first. */
    public static List<PresentEndpoint> all(Handle handle) {
        return handle.createQuery(SQL)
                .bind("service", (String) null)
                .map((row, context) -> read(row))
                .list();
    }

    /** The endpoints of one service, those under most pressure first. */
    public static List<PresentEndpoint> of(Handle handle, String service) {
        return handle.createQuery(SQL)
                .bind("service", service)
                .map((row, context) -> read(row))
                .list();
    }

    /** Connections per second that hosts closed first; 0 while nothing was observed. */
    public double activeClosesPerSecond() {
        return observedMillis == 0 ? 0 : sockets.activeCloses() * 1000.0 / observedMillis;
    }

    private static PresentEndpoint read(ResultSet row) throws SQLException {
        return new PresentEndpoint(
                row.getString("service"),
                Columns.instant(row, "minute"),
                row.getLong("observed_ms"),
                Side.ofLabel(row.getString("side")),
                row.getString("endpoint"),
                row.getInt("hosts"),
                SocketFigures.read(row));
    }
}
