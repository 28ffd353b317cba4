// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.LimitsMinute;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A complete minute of the service billing on one host, to which a test adds what it is about. */
public final class MinuteFixture {
    public static final String HOST = "h1";
    public static final long NAMESPACE = 4026531840L;

    /** The settings of a kernel 6.18 with its defaults. */
    private static final Map<String, String> DEFAULT_SYSCTLS =
            Map.ofEntries(
                    Map.entry("net.ipv4.ip_local_port_range", "32768 60999"),
                    Map.entry("net.ipv4.tcp_tw_reuse", "2"),
                    Map.entry("net.ipv4.tcp_tw_reuse_delay", "1000"),
                    Map.entry("net.ipv4.tcp_timestamps", "1"),
                    Map.entry("net.ipv4.tcp_max_tw_buckets", "131072"),
                    Map.entry("net.ipv4.tcp_fin_timeout", "60"),
                    Map.entry("net.ipv4.tcp_rfc1337", "0"),
                    Map.entry("net.ipv4.tcp_keepalive_time", "7200"),
                    Map.entry("net.ipv4.tcp_keepalive_intvl", "75"),
                    Map.entry("net.ipv4.tcp_keepalive_probes", "9"),
                    Map.entry("net.ipv4.tcp_retries2", "15"),
                    Map.entry("net.ipv4.tcp_syn_retries", "6"),
                    Map.entry("net.ipv4.tcp_syn_linear_timeouts", "4"),
                    Map.entry("net.ipv4.tcp_syncookies", "1"),
                    Map.entry("net.core.somaxconn", "4096"));

    private final List<EndpointMinute> endpoints = new ArrayList<>();
    private final List<ListenerMinute> listeners = new ArrayList<>();
    private final Map<String, String> sysctls = new LinkedHashMap<>(DEFAULT_SYSCTLS);
    private final Map<String, Long> increases = new LinkedHashMap<>();
    private long coverageMillis = 60_000;
    private boolean kernelKnown = true;
    private @Nullable LocalPorts localPorts;
    private @Nullable Descriptors descriptors;
    private final Map<String, Long> levels = new LinkedHashMap<>();

    public MinuteFixture endpoint(EndpointFixture endpoint) {
        endpoints.add(endpoint.build());
        return this;
    }

    public MinuteFixture listener(
            String endpoint, long peak, long backlog, long snapshots, long fullSnapshots) {
        listeners.add(new ListenerMinute(endpoint, HOST, peak, backlog, snapshots, fullSnapshots));
        return this;
    }

    public MinuteFixture sysctl(String name, String value) {
        sysctls.put(name, value);
        return this;
    }

    public MinuteFixture without(String sysctl) {
        sysctls.remove(sysctl);
        return this;
    }

    public MinuteFixture rose(String counter, long by) {
        increases.put(counter, by);
        return this;
    }

    public MinuteFixture level(String name, long value) {
        levels.put(name, value);
        return this;
    }

    /** Connections to so many endpoints on so many different local ports. */
    public MinuteFixture localPorts(long distinct, long connections, long endpoints, long usable) {
        localPorts =
                new LocalPorts(NAMESPACE, "10.0.0.1", distinct, connections, endpoints, usable);
        return this;
    }

    public MinuteFixture descriptors(long used, long limit) {
        descriptors = new Descriptors(4711, used, limit);
        return this;
    }

    private @Nullable LimitsMinute limits() {
        return localPorts == null && descriptors == null
                ? null
                : new LimitsMinute(
                        localPorts == null ? null : HOST,
                        localPorts,
                        descriptors == null ? null : HOST,
                        descriptors);
    }

    public MinuteFixture coveredSeconds(long seconds) {
        coverageMillis = seconds * 1000;
        return this;
    }

    public MinuteFixture kernelUnknown() {
        kernelKnown = false;
        return this;
    }

    public @Nullable KernelContext kernel() {
        return kernelKnown
                ? new KernelContext(HOST, NAMESPACE, sysctls, increases, levels, null)
                : null;
    }

    /** The sums that rules about the whole service look at. */
    private SocketMinute totals() {
        long[] states = new long[12];
        long activeCloses = 0;
        long opened = 0;
        for (EndpointMinute endpoint : endpoints) {
            long[] counts = endpoint.sockets().mean().states().toArray();
            for (int i = 0; i < states.length; i++) {
                states[i] += counts[i];
            }
            activeCloses += endpoint.sockets().activeCloses();
            opened += endpoint.sockets().opened();
        }
        StateCounts counts = StateCounts.of(states);
        SocketGauges none = SocketGauges.NONE;
        SocketGauges mean =
                new SocketGauges(
                        counts,
                        none.keepAlive(),
                        none.idle(),
                        none.idleUnarmed(),
                        none.closeWaitAge(),
                        0,
                        0,
                        0);
        return new SocketMinute(mean, counts, HOST, activeCloses, opened, null, null, Map.of());
    }

    public ServiceMinute build() {
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                "billing",
                Instant.parse("2026-11-21T10:00:00Z"),
                coverageMillis >= 60_000,
                1,
                Math.max(1, coverageMillis / 10_000),
                coverageMillis,
                totals(),
                endpoints,
                listeners,
                kernel(),
                limits());
    }
}
