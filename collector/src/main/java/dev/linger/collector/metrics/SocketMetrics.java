// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.metrics;

import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Sample;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a snapshot says of sockets: by state, by family, by service. */
final class SocketMetrics {
    private static final int MAX_SERVICES = 200;
    private static final String OTHER = "other";

    private SocketMetrics() {}

    private record Owned(String service, Side side) {}

    /**
     * Families of a snapshot.
     *
     * @param ownNamespace inode of the collector's own
     */
    static List<MetricFamily> of(SocketSnapshot snapshot, long ownNamespace) {
        List<SocketGroup> own =
                snapshot.groups().stream()
                        .filter(group -> group.namespace() == ownNamespace)
                        .toList();
        List<MetricFamily> families = new ArrayList<>();
        families.add(CollectorMetric.NODE_CONNECTIONS.of(byState(own)));
        families.add(CollectorMetric.OTEL_CONNECTIONS.of(byFamily(own)));
        families.add(CollectorMetric.SERVICE_CONNECTIONS.of(byService(snapshot.groups())));
        families.add(CollectorMetric.SERVICE_PORTS.of(ports(snapshot.groups())));
        families.add(CollectorMetric.UNATTRIBUTED.of(unattributed(snapshot.groups())));
        return families;
    }

    private static List<Sample> byState(List<SocketGroup> groups) {
        List<Sample> samples = new ArrayList<>();
        for (TcpState state : TcpState.values()) {
            samples.add(
                    new Sample(
                            Map.of("state", state.name().toLowerCase(Locale.ROOT)),
                            (double) sum(groups, state)));
        }
        return samples;
    }

    private static List<Sample> byFamily(List<SocketGroup> groups) {
        List<Sample> samples = new ArrayList<>();
        for (Family family : Family.values()) {
            List<SocketGroup> ofFamily =
                    groups.stream().filter(group -> group.family() == family).toList();
            for (TcpState state : TcpState.values()) {
                samples.add(
                        new Sample(
                                Map.of(
                                        "network_connection_state",
                                        inOpenTelemetry(state),
                                        "network_transport",
                                        "tcp",
                                        "network_type",
                                        family == Family.INET ? "ipv4" : "ipv6"),
                                (double) sum(ofFamily, state)));
            }
        }
        return samples;
    }

    private static List<Sample> byService(List<SocketGroup> groups) {
        Map<String, Long> totals = new HashMap<>();
        groups.forEach(group -> totals.merge(group.service(), group.states().total(), Long::sum));
        Set<String> largest =
                totals.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(MAX_SERVICES)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        Map<Owned, EnumMap<TcpState, Long>> counts = new HashMap<>();
        for (SocketGroup group : groups) {
            String service = largest.contains(group.service()) ? group.service() : OTHER;
            EnumMap<TcpState, Long> states =
                    counts.computeIfAbsent(
                            new Owned(service, group.side()),
                            added -> new EnumMap<>(TcpState.class));
            for (TcpState state : TcpState.values()) {
                states.merge(state, group.states().of(state), Long::sum);
            }
        }
        List<Sample> samples = new ArrayList<>();
        counts.forEach((owned, states) ->
                states.forEach((state, count) -> {
                    if (count > 0) {
                        samples.add(
                                new Sample(
                                        Map.of(
                                                "service",
                                                owned.service(),
                                                "side",
                                                owned.side().name().toLowerCase(Locale.ROOT),
                                                "state",
                                                state.name().toLowerCase(Locale.ROOT)),
                                        (double) count));
                    }
                }));
        return samples;
    }

    private static List<Sample> ports(List<SocketGroup> groups) {
        Map<String, Double> worst = new TreeMap<>();
        for (SocketGroup group : groups) {
            if (group.ports() != null) {
                worst.merge(group.service(), group.ports().utilisation(), Math::max);
            }
        }
        return worst.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MAX_SERVICES)
                .map(entry -> new Sample(Map.of("service", entry.getKey()), entry.getValue()))
                .toList();
    }

    private static long unattributed(List<SocketGroup> groups) {
        return groups.stream()
                .mapToLong(group -> group.ownedBy().getOrDefault(OwnedBy.UNKNOWN, 0L))
                .sum();
    }

    private static long sum(List<SocketGroup> groups, TcpState state) {
        return groups.stream().mapToLong(group -> group.states().of(state)).sum();
    }

    /** The values of {@code network.connection.state} in the semantic conventions. */
    private static String inOpenTelemetry(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> "established";
            case SYN_SENT -> "syn_sent";
            case SYN_RECV -> "syn_received";
            case FIN_WAIT1 -> "fin_wait_1";
            case FIN_WAIT2 -> "fin_wait_2";
            case TIME_WAIT -> "time_wait";
            case CLOSE -> "closed";
            case CLOSE_WAIT -> "close_wait";
            case LAST_ACK -> "last_ack";
            case LISTEN -> "listen";
            case CLOSING -> "closing";
        };
    }
}
