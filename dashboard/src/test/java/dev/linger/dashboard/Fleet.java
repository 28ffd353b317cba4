// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The minutes of a small fleet with something of everything, for pages and queries. */
final class Fleet {
    /** A name that breaks whatever does not escape it. */
    static final String ODD_NAME = "<script>alert('x')</script> \"quoted\" & 🦊";

    private static final Map<String, String> SYSCTLS =
            Map.of(
                    "net.ipv4.ip_local_port_range", "32768\t60999",
                    "net.ipv4.tcp_tw_reuse", "2",
                    "net.ipv4.tcp_timestamps", "1",
                    "net.ipv4.tcp_max_tw_buckets", "131072",
                    "net.ipv4.tcp_keepalive_time", "7200",
                    "net.core.somaxconn", "4096");

    private Fleet() {}

    /** The minute of every service that begins at {@code minute}. */
    static List<ServiceMinute> at(Instant minute, boolean complete) {
        List<ServiceMinute> minutes = new ArrayList<>();
        double wave = Math.sin(minute.getEpochSecond() / 60.0 / 14);
        double ripple = Math.sin(minute.getEpochSecond() / 60.0 * 1.7);
        double tide = Math.cos(minute.getEpochSecond() / 60.0 / 240);
        long timeWait = Math.round(15_900 + 700 * tide + 500 * wave + 160 * ripple);
        minutes.add(billing(minute, complete, timeWait));
        minutes.add(checkout(minute, complete, Math.round(2_400 + 380 * wave + 90 * ripple)));
        minutes.add(inventory(minute, complete, Math.round(220 + 60 * tide)));
        minutes.add(nginx(minute, complete, Math.round(6_300 + 900 * wave)));
        minutes.add(
                server(
                        minute,
                        complete,
                        "postgresql",
                        "10.0.0.5:5432",
                        412 + Math.round(9 * wave)));
        minutes.add(server(minute, complete, "kafka", "10.0.0.7:9092", 188));
        minutes.add(server(minute, complete, "sshd", "[2001:db8::17]:22", 3));
        minutes.add(
                client(minute, complete, "search-indexer", "10.0.0.9:9200", 64, 40, 28_232, 60));
        minutes.add(client(minute, complete, ODD_NAME, "[2001:db8::1]:443", 7, 2, 28_232, 0));
        minutes.add(client(minute, complete, "unknown", "other", 0, 118, 28_232, 0));
        return minutes;
    }

    /** The newest minute that has ended. */
    static Instant minuteBefore(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
    }

    private static ServiceMinute billing(Instant minute, boolean complete, long timeWait) {
        PortPressure ledger =
                new PortPressure(
                        "pay-01", 1, "10.0.0.1", timeWait + 300, timeWait, 28_232, timeWait / 60.0);
        SocketMinute toLedger =
                sockets(
                        states(300, timeWait * 3, 0),
                        new KeepAlive(300, 0, 0, 0),
                        0,
                        ledger,
                        Math.round(timeWait / 60.0 * 180),
                        410L);
        PortPressure pool = new PortPressure("pay-02", 1, "10.0.0.1", 200, 0, 28_232, 0);
        SocketMinute toDatabase =
                sockets(states(200, 0, 0), new KeepAlive(60, 140, 0, 0), 140, pool, 0, 1_300L);
        return service(
                minute,
                complete,
                "billing",
                3,
                List.of(
                        new EndpointMinute(Side.CLIENT, "10.0.0.2:9000", 3, toLedger),
                        new EndpointMinute(Side.CLIENT, "10.0.0.5:5432", 2, toDatabase)),
                List.of());
    }

    private static ServiceMinute checkout(Instant minute, boolean complete, long established) {
        SocketMinute server =
                sockets(
                        new StateCounts(established, 0, 12, 3, 9, 40, 0, 2, 1, 4, 0),
                        new KeepAlive(established, 0, 0, 2),
                        0,
                        null,
                        120,
                        780L);
        return service(
                minute,
                complete,
                "checkout-api",
                4,
                List.of(new EndpointMinute(Side.SERVER, "10.0.0.20:8080", 4, server)),
                List.of(
                        new ListenerMinute("10.0.0.20:8080", "web-03", 129, 128, 24, 11),
                        new ListenerMinute("10.0.0.20:9100", "web-03", 0, 4096, 24, 0)));
    }

    private static ServiceMinute inventory(Instant minute, boolean complete, long leaked) {
        SocketMinute server =
                sockets(states(96, 4, leaked), new KeepAlive(90, 6, 0, 0), 0, null, 6, 2_100L);
        return service(
                minute,
                complete,
                "inventory",
                2,
                List.of(new EndpointMinute(Side.SERVER, "10.0.0.31:7000", 2, server)),
                List.of(new ListenerMinute("10.0.0.31:7000", "inv-01", 3, 511, 12, 0)));
    }

    private static ServiceMinute nginx(Instant minute, boolean complete, long timeWait) {
        SocketMinute server =
                sockets(
                        new StateCounts(3_120, 0, 4, 20, 64, timeWait, 0, 0, 8, 2, 1),
                        new KeepAlive(2_900, 220, 0, 0),
                        0,
                        null,
                        timeWait,
                        34_000L);
        return service(
                minute,
                complete,
                "nginx",
                2,
                List.of(new EndpointMinute(Side.SERVER, "203.0.113.10:443", 2, server)),
                List.of(new ListenerMinute("203.0.113.10:443", "edge-01", 17, 511, 12, 0)));
    }

    /** A quiet server. */
    static ServiceMinute server(
            Instant minute, boolean complete, String name, String endpoint, long established) {
        SocketMinute sockets =
                sockets(
                        states(established, 1, 0),
                        new KeepAlive(established, 0, 0, 0),
                        0,
                        null,
                        1,
                        290L);
        return service(
                minute,
                complete,
                name,
                1,
                List.of(new EndpointMinute(Side.SERVER, endpoint, 1, sockets)),
                List.of(new ListenerMinute(endpoint, "db-01", 0, 4096, 6, 0)));
    }

    /** A client with one endpoint. */
    static ServiceMinute client(
            Instant minute,
            boolean complete,
            String name,
            String endpoint,
            long established,
            long timeWait,
            long usable,
            long activeCloses) {
        PortPressure ports =
                endpoint.equals("other")
                        ? null
                        : new PortPressure(
                                "app-01",
                                1,
                                "10.0.0.40",
                                established + timeWait,
                                timeWait,
                                usable,
                                activeCloses / 60.0);
        SocketMinute sockets =
                sockets(
                        states(established, timeWait, 0),
                        new KeepAlive(established, 0, 0, 0),
                        0,
                        ports,
                        activeCloses,
                        established == 0 ? null : 520L);
        return service(
                minute,
                complete,
                name,
                1,
                List.of(new EndpointMinute(Side.CLIENT, endpoint, 1, sockets)),
                List.of());
    }

    private static StateCounts states(long established, long timeWait, long closeWait) {
        return new StateCounts(established, 0, 0, 0, 0, timeWait, 0, closeWait, 0, 0, 0);
    }

    private static SocketMinute sockets(
            StateCounts states,
            KeepAlive keepAlive,
            long silentUnarmed,
            @Nullable PortPressure ports,
            long activeCloses,
            @Nullable Long rttMicros) {
        return new SocketMinute(
                new SocketGauges(
                        states,
                        keepAlive,
                        histogram(3, states.established()),
                        histogram(7, silentUnarmed),
                        histogram(6, states.closeWait()),
                        0,
                        0,
                        0),
                states,
                "web-03",
                activeCloses,
                activeCloses,
                ports,
                rttMicros,
                Map.of(OwnedBy.CGROUP, states.total()));
    }

    private static AgeHistogram histogram(int bucket, long count) {
        List<Long> counts = new ArrayList<>(AgeHistogram.EMPTY.counts());
        counts.set(bucket, count);
        return new AgeHistogram(counts);
    }

    private static ServiceMinute service(
            Instant minute,
            boolean complete,
            String name,
            int hosts,
            List<EndpointMinute> endpoints,
            List<ListenerMinute> listeners) {
        SocketMinute all = endpoints.getFirst().sockets();
        if (endpoints.size() > 1) {
            SocketMinute other = endpoints.get(1).sockets();
            all =
                    sockets(
                            plus(all.mean().states(), other.mean().states()),
                            new KeepAlive(
                                    all.mean().keepAlive().armed()
                                            + other.mean().keepAlive().armed(),
                                    all.mean().keepAlive().unarmed()
                                            + other.mean().keepAlive().unarmed(),
                                    0,
                                    0),
                            other.mean().idleUnarmed().total(),
                            all.ports(),
                            all.activeCloses() + other.activeCloses(),
                            all.rttMicros());
        }
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                name,
                minute,
                complete,
                hosts,
                6L * hosts,
                60_000L * hosts,
                all,
                endpoints,
                listeners,
                new KernelContext("pay-01", 1, SYSCTLS, Map.of()));
    }

    private static StateCounts plus(StateCounts a, StateCounts b) {
        long[] sum = a.toArray();
        long[] more = b.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
        return StateCounts.of(sum);
    }
}
