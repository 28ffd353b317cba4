// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import dev.linger.model.minute.ListenerMinute;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * An accept queue at present, on the host where it is fullest.
 *
 * @param service service that listens
 * @param queue the queue
 */
public record PresentListener(String service, ListenerMinute queue) {
    private static final String SQL =
            """
            with %s
            select q.*
              from present p
              join listener_minute_fresh q on q.minute = p.minute and q.service = p.service
             where q.minute > %s and q.service = :service
             order by q.accept_queue_peak::double precision / (q.backlog + 1) desc,
                      q.full_snapshots desc, q.endpoint
            """
                    .formatted(PresentMinutes.PRESENT, PresentMinutes.SINCE);

    /** The accept queues of one service, the fullest first. */
    public static List<PresentListener> of(Handle handle, String service) {
        return handle.createQuery(SQL)
                .bind("service", service)
                .map((row, context) -> read(row, ""))
                .list();
    }

    static PresentListener read(ResultSet row, String prefix) throws SQLException {
        return new PresentListener(
                row.getString("service"),
                new ListenerMinute(
                        row.getString(prefix + "endpoint"),
                        row.getString(prefix + "host"),
                        row.getLong(prefix + "accept_queue_peak"),
                        row.getLong(prefix + "backlog"),
                        row.getLong(prefix + "snapshots"),
                        row.getLong(prefix + "full_snapshots")));
    }
}
