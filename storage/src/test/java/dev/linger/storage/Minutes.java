// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

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

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Service-minutes for tests: every number differs, so that a swapped column shows. */
public final class Minutes {
    /** A minute to stand for now. */
    public static final Instant MINUTE = Instant.parse("2026-11-21T10:17:00Z");

    private Minutes() {}

    /** A service's minute with these endpoints. */
    public static ServiceMinute of(
            String service, Instant minute, boolean complete, String... endpoints) {
        return of(service, minute, complete, 100, endpoints);
    }

    /** The same with every number counted up from {@code from}. */
    public static ServiceMinute of(
            String service, Instant minute, boolean complete, long from, String... endpoints) {
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                service,
                minute,
                complete,
                3,
                18,
                180_000,
                sockets(from),
                List.of(endpoints).stream()
                        .map(it -> new EndpointMinute(Side.CLIENT, it, 2, sockets(from)))
                        .toList(),
                List.of(new ListenerMinute("0.0.0.0:8080", "host-1", 129, 128, 18, 4)),
                new KernelContext(
                        "host-1",
                        4026531840L,
                        Map.of("net.ipv4.tcp_tw_reuse", "2"),
                        Map.of("TcpExt.ListenOverflows", 7L)));
    }

    /** Sockets whose numbers count up from {@code from}. */
    public static SocketMinute sockets(long from) {
        return new SocketMinute(
                gauges(from),
                new StateCounts(
                        from + 20, from + 21, from + 22, from + 23, from + 24, from + 25, from + 26,
                        from + 27, from + 28, from + 29, from + 30),
                "host-2",
                from + 40,
                from + 41,
                new PortPressure(
                        "host-1", 4026531840L, "10.0.0.1", from + 50, from + 51, 28_232, 5.5),
                from + 60,
                Map.of(OwnedBy.CGROUP, from + 70, OwnedBy.UNKNOWN, from + 71));
    }

    private static SocketGauges gauges(long from) {
        return new SocketGauges(
                new StateCounts(
                        from, from + 1, from + 2, from + 3, from + 4, from + 5, from + 6, from + 7,
                        from + 8, from + 9, from + 10),
                new KeepAlive(from + 11, from + 12, from + 13, from + 14),
                histogram(from + 100),
                histogram(from + 200),
                histogram(from + 300),
                from + 15,
                from + 16,
                from + 17);
    }

    private static AgeHistogram histogram(long from) {
        return new AgeHistogram(
                List.of(
                        from, from + 1, from + 2, from + 3, from + 4, from + 5, from + 6, from + 7,
                        from + 8));
    }
}
