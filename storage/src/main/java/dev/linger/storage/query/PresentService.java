// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What one service does at present, on the whole fleet.
 *
 * @param service the service
 * @param minute start of its present minute
 * @param complete whether that minute is over
 * @param hosts hosts on which it had sockets
 * @param observedMillis how much of the minute was observed, on average over the hosts
 * @param sockets all its sockets, both sides
 * @param portsEndpoint endpoint of {@code sockets.ports()}; absent together with it
 * @param acceptQueue its fullest accept queue; absent where it does not listen
 */
public record PresentService(
        String service,
        Instant minute,
        boolean complete,
        int hosts,
        long observedMillis,
        SocketFigures sockets,
        @Nullable String portsEndpoint,
        @Nullable PresentListener acceptQueue) {

    private static final String SQL =
            """
            with %s
            select m.*, p.observed_ms, worst.endpoint as ports_endpoint,
                   l.endpoint as l_endpoint, l.host as l_host, l.accept_queue_peak as l_accept_queue_peak,
                   l.backlog as l_backlog, l.snapshots as l_snapshots, l.full_snapshots as l_full_snapshots
              from present p
              join service_minute_fresh m on m.minute = p.minute and m.service = p.service
              left join lateral (
                     select endpoint from endpoint_minute_fresh e
                      where e.minute = p.minute and e.service = p.service and e.port_utilisation is not null
                      order by e.port_utilisation desc, e.endpoint limit 1) worst on true
              left join lateral (
                     select * from listener_minute_fresh q
                      where q.minute = p.minute and q.service = p.service
                      order by q.accept_queue_peak::double precision / (q.backlog + 1) desc,
                               q.full_snapshots desc, q.endpoint
                      limit 1) l on true
             where m.minute > %s
             order by m.service
            """
                    .formatted(PresentMinutes.PRESENT, PresentMinutes.SINCE);

    /** All present services, by name. */
    public static List<PresentService> all(Handle handle) {
        return handle.createQuery(SQL).map((row, context) -> read(row)).list();
    }

    /** Connections per second that hosts closed first; 0 while nothing was observed. */
    public double activeClosesPerSecond() {
        return observedMillis == 0 ? 0 : sockets.activeCloses() * 1000.0 / observedMillis;
    }

    private static PresentService read(ResultSet row) throws SQLException {
        return new PresentService(
                row.getString("service"),
                Columns.instant(row, "minute"),
                row.getBoolean("complete"),
                row.getInt("hosts"),
                row.getLong("observed_ms"),
                SocketFigures.read(row),
                row.getString("ports_endpoint"),
                row.getString("l_endpoint") == null ? null : PresentListener.read(row, "l_"));
    }
}
