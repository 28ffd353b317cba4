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
import java.util.TreeMap;

/**
 * What the hosts send. Counts are random within their ranges and independent from one snapshot to
 * the next, which compresses worse than real ones. One service in fifty is short of ports, so that
 * there are findings.
 */
final class BenchFleet {
    private static final long NAMESPACE = 4026531840L;
    private static final int USABLE = 28_232;
    private static final int SHORT_OF_PORTS = 50;

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
        long established = random.nextInt(200);
        long timeWait =
                client && service % SHORT_OF_PORTS == 0
                        ? 18_000 + random.nextInt(500)
                        : random.nextInt(100);
        StateCounts states =
                new StateCounts(
                        established,
                        random.nextInt(3),
                        0,
                        random.nextInt(2),
                        random.nextInt(3),
                        timeWait,
                        0,
                        random.nextInt(4),
                        random.nextInt(2),
                        client ? 0 : 1,
                        0);
        long armed = random.nextInt((int) established + 1);
        return new SocketGroup(
                NAMESPACE,
                name(service),
                client ? Side.CLIENT : Side.SERVER,
                Family.INET,
                "10.%d.%d.%d:9000".formatted(service / 250, service % 250, endpoint + 1),
                states,
                timeWait + random.nextInt(10),
                timeWait / 6,
                random.nextInt(60),
                client
                        ? new PortUse(
                                "10.200.%d.7".formatted(service % 200),
                                established + timeWait,
                                timeWait,
                                USABLE)
                        : null,
                new KeepAlive(armed, established - armed, 0, 0),
                ages(established, AgeHistogram.BUCKETS, random),
                ages(established - armed, RECENT, random),
                ages(states.closeWait(), RECENT, random),
                200L + random.nextInt(5_000),
                random.nextInt(3),
                random.nextInt(2) * (long) random.nextInt(4_096),
                random.nextInt(2) * (long) random.nextInt(65_536),
                Map.of(OwnedBy.CGROUP, established, OwnedBy.FOUR_TUPLE, timeWait),
                Stalls.NONE);
    }

    private static AgeHistogram ages(long sockets, int buckets, Random random) {
        Long[] counts = new Long[AgeHistogram.BUCKETS];
        Arrays.fill(counts, 0L);
        long left = sockets;
        for (int bucket = 0; bucket < buckets - 1; bucket++) {
            counts[bucket] = (long) random.nextInt((int) left + 1);
            left -= counts[bucket];
        }
        counts[buckets - 1] = left;
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
            counters.put(each, random.nextLong(1_000_000) + minute * random.nextLong(5_000));
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
