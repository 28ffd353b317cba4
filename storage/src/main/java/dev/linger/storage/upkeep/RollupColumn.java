// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import dev.linger.model.tcp.TcpState;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of service_hour and service_day, or of endpoint_hour and endpoint_day.
 *
 * @param name the column
 * @param ofMinutes SQL that makes it of the complete minutes {@code m} of an hour
 * @param ofHours SQL that makes it of the hours {@code h} of a day
 */
record RollupColumn(String name, String ofMinutes, String ofHours) {
    /** Those of services, all but the key. */
    static final List<RollupColumn> ALL = all();

    private static List<RollupColumn> all() {
        List<RollupColumn> columns = new ArrayList<>();
        columns.add(new RollupColumn("minutes", "count(*)", "sum(h.minutes)"));
        columns.add(peak("hosts_peak", "hosts"));
        columns.add(sum("snapshots"));
        columns.add(sum("coverage_ms"));
        for (TcpState state : TcpState.values()) {
            String name = state.name().toLowerCase(Locale.ROOT);
            columns.add(mean(name + "_mean", name + "_mean", "minutes"));
            columns.add(peak(name + "_peak", name + "_peak"));
        }
        for (String gauge :
                List.of(
                        "keepalive_armed",
                        "keepalive_unarmed",
                        "keepalive_unknown",
                        "retransmitting",
                        "receive_queue_bytes",
                        "send_queue_bytes")) {
            columns.add(mean(gauge + "_mean", gauge, "minutes"));
        }
        columns.add(sum("active_closes"));
        columns.add(sum("opened"));
        addPortsAndRtt(columns);
        return List.copyOf(columns);
    }

    /** Those of endpoints, all but the key. */
    static List<RollupColumn> ofEndpoints() {
        List<RollupColumn> columns = new ArrayList<>();
        columns.add(new RollupColumn("minutes", "count(*)", "sum(h.minutes)"));
        columns.add(peak("hosts_peak", "hosts"));
        for (String state : List.of("established", "time_wait", "close_wait", "syn_sent")) {
            columns.add(mean(state + "_mean", state + "_mean", "minutes"));
            columns.add(peak(state + "_peak", state + "_peak"));
        }
        columns.add(mean("keepalive_armed_mean", "keepalive_armed", "minutes"));
        columns.add(mean("keepalive_unarmed_mean", "keepalive_unarmed", "minutes"));
        columns.add(sum("active_closes"));
        columns.add(sum("opened"));
        addPortsAndRtt(columns);
        return List.copyOf(columns);
    }

    private static void addPortsAndRtt(List<RollupColumn> columns) {
        columns.add(
                new RollupColumn("port_minutes", "count(m.ports_usable)", "sum(h.port_minutes)"));
        columns.add(peak("ports_used_peak", "ports_used"));
        columns.add(mean("port_utilisation_mean", "port_utilisation", "port_minutes"));
        columns.add(peak("port_utilisation_peak", "port_utilisation"));
        columns.add(new RollupColumn("rtt_minutes", "count(m.rtt_us)", "sum(h.rtt_minutes)"));
        columns.add(mean("rtt_us_mean", "rtt_us", "rtt_minutes"));
    }

    private static RollupColumn sum(String name) {
        return new RollupColumn(name, "sum(m." + name + ")", "sum(h." + name + ")");
    }

    private static RollupColumn peak(String name, String source) {
        return new RollupColumn(name, "max(m." + source + ")", "max(h." + name + ")");
    }

    /** A mean weighs each hour by the minutes that it is the mean of. */
    private static RollupColumn mean(String name, String source, String weight) {
        return new RollupColumn(
                name,
                "avg(m." + source + ")",
                "sum(h.%1$s * h.%2$s) / nullif(sum(h.%2$s), 0)".formatted(name, weight));
    }
}
