// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.docs;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.OtherEnd;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What docs/sql.md asks about: 58 minutes, from 09:20 to 10:17.
 *
 * <p>{@code billing} holds 40 connections, opens and closes 143 more in its first minute and one
 * more in each that follows, towards 10.0.0.2:9000 with 600 usable ports. {@code search} listens on
 * 10.0.0.3:9200 with a full accept queue, holds 60 connections, 45 of them without keep-alive, and
 * leaks 20 CLOSE_WAIT. Ten of its connections are those of {@code billing}.
 */
final class CookbookHistory {
    private static final Instant FIRST = Instant.parse("2026-11-21T09:20:00Z");
    private static final int MINUTES = 58;

    private static final OtherEnd BILLING =
            new OtherEnd("billing", "host-1", 1, 10, 0, 0, 0, 0, 0, 0, null, null);

    private CookbookHistory() {}

    static List<ServiceMinute> minutes() {
        List<ServiceMinute> minutes = new ArrayList<>();
        for (int i = 0; i < MINUTES; i++) {
            minutes.add(billing(FIRST.plusSeconds(60L * i), 143 + i));
            minutes.add(search(FIRST.plusSeconds(60L * i)));
        }
        return minutes;
    }

    /** Two minutes of the kernel of host-1, in which 30 handshakes found an accept queue full. */
    static List<KernelSnapshot> kernels() {
        return List.of(kernel(16, 100, 5_000, 40), kernel(17, 130, 9_900, 140));
    }

    private static KernelSnapshot kernel(int minute, long overflows, long sent, long again) {
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                "host-1",
                "b1",
                Instant.parse("2026-11-21T10:%02d:30Z".formatted(minute)),
                "6.18.44",
                List.of(
                        new NamespaceKernel(
                                1,
                                Map.of(),
                                Map.of(
                                        "TcpExt.ListenOverflows", overflows,
                                        "Tcp.OutSegs", sent,
                                        "Tcp.RetransSegs", again,
                                        "Tcp.CurrEstab", 70L,
                                        "sockstat.TCP.tw", 240L))),
                new KernelSnapshot.Use(32_768, 65_536),
                new KernelSnapshot.Use(2_048, 100_000));
    }

    private static ServiceMinute billing(Instant minute, long closes) {
        PortPressure ports =
                new PortPressure("host-1", 1, "10.0.0.1", closes + 40, closes, 600, closes / 60.0);
        EndpointMinute pressed =
                new EndpointMinute(
                        Side.CLIENT,
                        "10.0.0.2:9000",
                        1,
                        sockets(
                                "host-1",
                                states(30, closes, 0),
                                new KeepAlive(30, 0, 0, 0),
                                closes,
                                ports));
        EndpointMinute quiet =
                new EndpointMinute(
                        Side.CLIENT,
                        "10.0.0.3:9200",
                        1,
                        sockets("host-1", states(10, 0, 0), new KeepAlive(10, 0, 0, 0), 0, null));
        return minute(
                "billing",
                minute,
                sockets("host-1", states(40, closes, 0), new KeepAlive(40, 0, 0, 0), closes, ports),
                List.of(pressed, quiet),
                List.of(),
                new KernelContext(
                        "host-1",
                        1,
                        Map.of(
                                "net.ipv4.ip_local_port_range", "32768 33367",
                                "net.ipv4.tcp_tw_reuse", "2"),
                        Map.of()));
    }

    private static ServiceMinute search(Instant minute) {
        KeepAlive keepAlive = new KeepAlive(15, 45, 0, 3);
        PortPressure ports = new PortPressure("host-2", 1, "10.0.0.3", 60, 0, 600, 0);
        return minute(
                "search",
                minute,
                sockets("host-2", states(60, 0, 20), keepAlive, 0, ports),
                List.of(
                        new EndpointMinute(
                                Side.SERVER,
                                "10.0.0.3:9200",
                                1,
                                sockets("host-2", states(60, 0, 20), keepAlive, 0, null),
                                new BothEnds(10, 60, 0, 0, List.of(BILLING))),
                        new EndpointMinute(
                                Side.CLIENT,
                                "10.0.0.4:9300",
                                1,
                                sockets("host-2", states(0, 0, 0), KeepAlive.NONE, 0, ports))),
                List.of(new ListenerMinute("0.0.0.0:9200", "host-2", 129, 128, 4, 1)),
                null);
    }

    private static ServiceMinute minute(
            String service,
            Instant minute,
            SocketMinute sockets,
            List<EndpointMinute> endpoints,
            List<ListenerMinute> listeners,
            @Nullable KernelContext kernel) {
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                service,
                minute,
                true,
                1,
                4,
                60_000,
                sockets,
                endpoints,
                listeners,
                kernel);
    }

    private static SocketMinute sockets(
            String host,
            StateCounts states,
            KeepAlive keepAlive,
            long closes,
            @Nullable PortPressure ports) {
        boolean listens = keepAlive.unarmed() > 0;
        return new SocketMinute(
                new SocketGauges(
                        states,
                        keepAlive,
                        histogram(
                                1,
                                keepAlive.armed() + keepAlive.unarmed() - (listens ? 30 : 0),
                                listens ? 30 : 0),
                        histogram(1, listens ? 15 : 0, listens ? 30 : 0),
                        histogram(6, states.closeWait(), 0),
                        0,
                        0,
                        0),
                states,
                host,
                closes,
                closes,
                ports,
                250L,
                Map.of(OwnedBy.CGROUP, 60L, OwnedBy.UNKNOWN, 20L));
    }

    private static StateCounts states(long established, long timeWait, long closeWait) {
        return new StateCounts(established, 0, 0, 0, 0, timeWait, 0, closeWait, 0, 0, 0);
    }

    /** {@code count} in one bucket, {@code idle} in [240, 350) s. */
    private static AgeHistogram histogram(int bucket, long count, long idle) {
        Long[] counts = new Long[AgeHistogram.BUCKETS];
        Arrays.fill(counts, 0L);
        counts[bucket] = count;
        counts[4] += idle;
        return new AgeHistogram(List.of(counts));
    }
}
