// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.TcpState;
import dev.linger.storage.copy.Column;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The columns that service_minute and endpoint_minute share. */
final class SocketColumns {
    private SocketColumns() {}

    /** All of them, for rows that have a {@link SocketMinute}. */
    static <R> List<Column<R>> of(Function<R, SocketMinute> sockets) {
        List<Column<R>> columns = new ArrayList<>();
        for (TcpState state : TcpState.values()) {
            columns.add(
                    Column.integer(
                            lower(state) + "_mean",
                            row -> sockets.apply(row).mean().states().of(state)));
        }
        for (TcpState state : TcpState.values()) {
            columns.add(
                    Column.integer(
                            lower(state) + "_peak", row -> sockets.apply(row).peak().of(state)));
        }
        columns.add(Column.text("peak_host", row -> sockets.apply(row).peakHost()));
        addGauges(columns, sockets);
        columns.add(Column.integer("active_closes", row -> sockets.apply(row).activeCloses()));
        columns.add(Column.integer("opened", row -> sockets.apply(row).opened()));
        addPorts(columns, row -> sockets.apply(row).ports());
        columns.add(Column.integerOrNull("rtt_us", row -> sockets.apply(row).rttMicros()));
        for (OwnedBy way : OwnedBy.values()) {
            columns.add(
                    Column.bigint(
                            "owned_by_" + lower(way),
                            row -> sockets.apply(row).ownedBy().getOrDefault(way, 0L)));
        }
        return columns;
    }

    private static <R> void addGauges(List<Column<R>> columns, Function<R, SocketMinute> sockets) {
        columns.add(
                Column.integer(
                        "keepalive_armed", row -> sockets.apply(row).mean().keepAlive().armed()));
        columns.add(
                Column.integer(
                        "keepalive_unarmed",
                        row -> sockets.apply(row).mean().keepAlive().unarmed()));
        columns.add(
                Column.integer(
                        "keepalive_unknown",
                        row -> sockets.apply(row).mean().keepAlive().unknown()));
        columns.add(
                Column.integer(
                        "keepalive_probing",
                        row -> sockets.apply(row).mean().keepAlive().probing()));
        columns.add(
                Column.integers("idle_sockets", row -> sockets.apply(row).mean().idle().counts()));
        columns.add(
                Column.integers(
                        "idle_unarmed_sockets",
                        row -> sockets.apply(row).mean().idleUnarmed().counts()));
        columns.add(
                Column.integers(
                        "close_wait_age_sockets",
                        row -> sockets.apply(row).mean().closeWaitAge().counts()));
        columns.add(
                Column.integer(
                        "retransmitting", row -> sockets.apply(row).mean().retransmitting()));
        columns.add(
                Column.bigint(
                        "receive_queue_bytes",
                        row -> sockets.apply(row).mean().receiveQueueBytes()));
        columns.add(
                Column.bigint(
                        "send_queue_bytes", row -> sockets.apply(row).mean().sendQueueBytes()));
    }

    private static <R> void addPorts(
            List<Column<R>> columns, Function<R, @Nullable PortPressure> ports) {
        columns.add(Column.text("port_host", ports.andThen(orNull(PortPressure::host))));
        columns.add(
                Column.bigintOrNull(
                        "port_namespace", ports.andThen(orNull(PortPressure::namespace))));
        columns.add(
                Column.text(
                        "port_source_address", ports.andThen(orNull(PortPressure::sourceAddress))));
        columns.add(Column.integerOrNull("ports_used", ports.andThen(orNull(PortPressure::used))));
        columns.add(
                Column.integerOrNull(
                        "ports_time_wait", ports.andThen(orNull(PortPressure::timeWait))));
        columns.add(
                Column.integerOrNull("ports_usable", ports.andThen(orNull(PortPressure::usable))));
        columns.add(
                Column.decimal(
                        "port_active_closes_per_second",
                        ports.andThen(orNull(PortPressure::activeClosesPerSecond))));
    }

    private static <V> Function<@Nullable PortPressure, @Nullable V> orNull(
            Function<PortPressure, V> value) {
        return ports -> ports == null ? null : value.apply(ports);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
