// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import dev.linger.model.minute.PortPressure;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The columns that service_minute and endpoint_minute share.
 *
 * @param states mean count of each state, summed over hosts
 * @param peak largest count of each state that one host had
 * @param peakHost host with the most sockets
 * @param keepAlive keep-alive timers of ESTABLISHED sockets, mean summed over hosts
 * @param retransmitting sockets with an unanswered retransmission
 * @param receiveQueueBytes bytes that wait for the application
 * @param sendQueueBytes bytes that wait for the peer's acknowledgement
 * @param activeCloses connections that hosts closed first within the minute
 * @param opened connections first seen within the minute
 * @param ports worst ephemeral port use; absent where no client-side socket was seen
 * @param rttMicros mean smoothed round-trip time; absent where no ESTABLISHED socket was seen
 */
public record SocketFigures(
        StateCounts states,
        StateCounts peak,
        String peakHost,
        KeepAlive keepAlive,
        long retransmitting,
        long receiveQueueBytes,
        long sendQueueBytes,
        long activeCloses,
        long opened,
        @Nullable PortPressure ports,
        @Nullable Long rttMicros) {

    static SocketFigures read(ResultSet row) throws SQLException {
        return new SocketFigures(
                states(row, "_mean"),
                states(row, "_peak"),
                row.getString("peak_host"),
                new KeepAlive(
                        row.getLong("keepalive_armed"),
                        row.getLong("keepalive_unarmed"),
                        row.getLong("keepalive_unknown"),
                        row.getLong("keepalive_probing")),
                row.getLong("retransmitting"),
                row.getLong("receive_queue_bytes"),
                row.getLong("send_queue_bytes"),
                row.getLong("active_closes"),
                row.getLong("opened"),
                ports(row),
                Columns.wholeOrNull(row, "rtt_us"));
    }

    private static StateCounts states(ResultSet row, String suffix) throws SQLException {
        return new StateCounts(
                row.getLong("established" + suffix),
                row.getLong("syn_sent" + suffix),
                row.getLong("syn_recv" + suffix),
                row.getLong("fin_wait1" + suffix),
                row.getLong("fin_wait2" + suffix),
                row.getLong("time_wait" + suffix),
                row.getLong("close" + suffix),
                row.getLong("close_wait" + suffix),
                row.getLong("last_ack" + suffix),
                row.getLong("listen" + suffix),
                row.getLong("closing" + suffix));
    }

    private static @Nullable PortPressure ports(ResultSet row) throws SQLException {
        String host = row.getString("port_host");
        return host == null
                ? null
                : new PortPressure(
                        host,
                        row.getLong("port_namespace"),
                        row.getString("port_source_address"),
                        row.getLong("ports_used"),
                        row.getLong("ports_time_wait"),
                        row.getLong("ports_usable"),
                        row.getDouble("port_active_closes_per_second"));
    }
}
