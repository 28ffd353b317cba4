// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the hosts send. A service has a load of its own on each endpoint, from which a host's counts
 * stray as those of independent arrivals do: by the square root of the count. One service in twenty
 * swings instead, between half and one and a half of its load from one snapshot to the next. One in
 * fifty is short of ports and has findings; the others have none, as most of a real fleet.
 */
final class BenchFleet {
    private static final long NAMESPACE = 4026531840L;
    private static final int USABLE = 28_232;
    private static final int SHORT_OF_PORTS = 50;

    private static final int SWINGING = 20;

    /** Age buckets of sockets that are no anomaly: up to a minute. */
    private static final int RECENT = 3;

    private final BenchSize size;
    private final Instant begin;

    BenchFleet(BenchSize size, Instant begin) {
        this.size = size;
        this.begin = begin;
    }

    static String host(int number) {
        return "node-%05d.bench.example".formatted(number);
    }

    /** When a host takes its snapshot of a round: spread over the interval. */
    Instant time(int host, int round) {
        long offsetMillis = BenchSize.INTERVAL_SECONDS * 1000L * host / size.hosts();
        return begin.plusSeconds((long) round * BenchSize.INTERVAL_SECONDS)
                .plusMillis(offsetMillis);
    }

    SocketSnapshot sockets(int host, int round) {
        Random random = new Random(host * 1_000_003L + round);
        List<SocketGroup> groups = new ArrayList<>();
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < BenchSize.SERVICES_PER_HOST; i++) {
            int service = (host * BenchSize.SERVICES_PER_HOST + i) % size.services();
            for (int endpoint = 0; endpoint < BenchSize.ENDPOINTS; endpoint++) {
                groups.add(group(service, endpoint, random));
            }
            listeners.add(
                    new Listener(
                            NAMESPACE,
                            name(service),
                            "0.0.0.0:" + (8000 + i),
                            0,
                            random.nextInt(4),
                            4096));
        }
        return new SocketSnapshot(
                1,
                host(host),
                Map.of("region", "eu-" + host % 3, "environment", "production"),
                "5b9c4e50-0000-4000-8000-" + "%012d".formatted(host),
                round,
                time(host, round),
                BenchSize.INTERVAL_SECONDS * 1000L,
                new ReaderReport(
                        "sock_diag", 9_000 + random.nextInt(999), 9_000, 1, 0, 0, 0, List.of()),
                groups,
                listeners);
    }

    private static String name(int service) {
        return "service-%04d".formatted(service);
    }

    private static SocketGroup group(int service, int endpoint, Random random) {
        boolean client = endpoint > 0;
        boolean shortOfPorts = client && service % SHORT_OF_PORTS == 0;
        Random usual = new Random(service * 31L + endpoint);
        double load = service % SWINGING == 7 ? 0.5 + random.nextDouble() : 1;
        long established = around(load * (2 + usual.nextInt(200)), random);
        long timeWait = client ? around(load * usual.nextInt(100), random) : 0;
        timeWait += shortOfPorts ? 18_000 : 0;
        long armed = usual.nextInt(3) == 0 ? 0 : established;
        long opened = around(load * (1 + usual.nextInt(60)), random);
        StateCounts states =
                new StateCounts(
                        established,
                        rarely(random),
                        0,
                        rarely(random),
                        rarely(random),
                        timeWait,
                        0,
                        rarely(random),
                        rarely(random),
                        client ? 0 : 1,
                        0);
        return new SocketGroup(
                NAMESPACE,
                name(service),
                client ? Side.CLIENT : Side.SERVER,
                Family.INET,
                "10.%d.%d.%d:9000".formatted(service / 250, service % 250, endpoint + 1),
                states,
                timeWait + random.nextInt(10),
                timeWait / 6,
                opened,
                client
                        ? new PortUse(
                                "10.200.%d.7".formatted(service % 200),
                                established + timeWait,
                                timeWait,
                                USABLE)
                        : null,
                new KeepAlive(armed, established - armed, 0, 0),
                ages(established, random),
                ages(established - armed, random),
                ages(states.closeWait(), random),
                around(200 + usual.nextInt(5_000), random),
                rarely(random),
                rarely(random) * random.nextInt(4_096),
                rarely(random) * random.nextInt(65_536),
                Map.of(OwnedBy.CGROUP, established, OwnedBy.FOUR_TUPLE, timeWait),
                Stalls.NONE);
    }

    /** As many as come independently where so many are usual. */
    private static long around(double usual, Random random) {
        return Math.max(0, Math.round(usual + Math.sqrt(usual) * random.nextGaussian()));
    }

    /** What most snapshots have none of. */
    private static long rarely(Random random) {
        return random.nextInt(8) == 0 ? 1 : 0;
    }

    /** Half of them heard from within a second, most others within ten. */
    private static AgeHistogram ages(long sockets, Random random) {
        Long[] counts = new Long[AgeHistogram.BUCKETS];
        Arrays.fill(counts, 0L);
        long left = sockets;
        for (int bucket = 0; bucket < RECENT - 1; bucket++) {
            counts[bucket] = Math.min(left, around(left / 2.0, random));
            left -= counts[bucket];
        }
        counts[RECENT - 1] = left;
        return new AgeHistogram(List.of(counts));
    }

    KernelSnapshot kernel(int host, int minute) {
        Map<String, String> sysctls = new TreeMap<>();
        for (String each : SYSCTLS) {
            int space = each.indexOf(' ');
            sysctls.put(each.substring(0, space), each.substring(space + 1));
        }
        Random random = new Random(host);
        Map<String, Long> counters = new TreeMap<>();
        for (String each : COUNTERS) {
            long begin = random.nextLong(each.startsWith("sockstat.") ? 10_000 : 1_000_000);
            long perMinute = random.nextLong(5_000);
            counters.put(each, STILL.contains(each) ? begin : begin + minute * perMinute);
        }
        return new KernelSnapshot(
                1,
                host(host),
                "5b9c4e50-0000-4000-8000-" + "%012d".formatted(host),
                time(host, minute * BenchSize.ROUNDS_PER_MINUTE),
                "6.1.0-28-amd64",
                List.of(new NamespaceKernel(NAMESPACE, sysctls, counters)),
                null,
                null);
    }

    private static final List<String> SYSCTLS =
            List.of(
                    "net.core.somaxconn 4096",
                    "net.ipv4.ip_local_port_range 32768 60999",
                    "net.ipv4.tcp_abort_on_overflow 0",
                    "net.ipv4.tcp_fin_timeout 60",
                    "net.ipv4.tcp_keepalive_intvl 75",
                    "net.ipv4.tcp_keepalive_probes 9",
                    "net.ipv4.tcp_keepalive_time 7200",
                    "net.ipv4.tcp_max_orphans 262144",
                    "net.ipv4.tcp_max_syn_backlog 4096",
                    "net.ipv4.tcp_max_tw_buckets 262144",
                    "net.ipv4.tcp_retries2 15",
                    "net.ipv4.tcp_rfc1337 0",
                    "net.ipv4.tcp_syn_retries 6",
                    "net.ipv4.tcp_syncookies 1",
                    "net.ipv4.tcp_timestamps 1",
                    "net.ipv4.tcp_tw_reuse 2");

    /** What does not grow on a host that nothing is wrong with. */
    private static final Set<String> STILL =
            Set.of(
                    "TcpExt.ListenDrops",
                    "TcpExt.ListenOverflows",
                    "TcpExt.TCPAbortOnClose",
                    "TcpExt.TCPAbortOnData",
                    "TcpExt.TCPTimeWaitOverflow",
                    "TcpExt.TWRecycled",
                    "sockstat.TCP.inuse",
                    "sockstat.TCP.orphan",
                    "sockstat.TCP.tw");

    private static final List<String> COUNTERS =
            List.of(
                    "Tcp.ActiveOpens",
                    "Tcp.AttemptFails",
                    "Tcp.CurrEstab",
                    "Tcp.EstabResets",
                    "Tcp.InSegs",
                    "Tcp.OutRsts",
                    "Tcp.OutSegs",
                    "Tcp.PassiveOpens",
                    "Tcp.RetransSegs",
                    "TcpExt.ListenDrops",
                    "TcpExt.ListenOverflows",
                    "TcpExt.TCPAbortOnClose",
                    "TcpExt.TCPAbortOnData",
                    "TcpExt.TCPKeepAlive",
                    "TcpExt.TCPTimeWaitOverflow",
                    "TcpExt.TW",
                    "TcpExt.TWRecycled",
                    "sockstat.TCP.inuse",
                    "sockstat.TCP.orphan",
                    "sockstat.TCP.tw");
}
