// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Short ways to write snapshots in tests. */
final class Snapshots {
    static final Instant MINUTE = Instant.parse("2026-11-21T10:00:00Z");
    static final long NAMESPACE = 4026531840L;

    private Snapshots() {}

    static SocketSnapshot snapshot(
            String host, long sequence, List<SocketGroup> groups, List<Listener> listeners) {
        return new SocketSnapshot(
                1,
                host,
                Map.of(),
                "boot-1",
                sequence,
                MINUTE.plusSeconds(sequence),
                10_000,
                new ReaderReport("sock_diag", 900, 0, 1, 0, 0, 0, List.of()),
                groups,
                listeners);
    }

    static SocketSnapshot snapshot(
            String host,
            long sequence,
            List<SocketGroup> groups,
            List<Listener> listeners,
            ServiceLimits limits) {
        SocketSnapshot without = snapshot(host, sequence, groups, listeners);
        return new SocketSnapshot(
                1,
                host,
                Map.of(),
                "boot-1",
                sequence,
                without.observedAt(),
                10_000,
                without.reader(),
                groups,
                listeners,
                List.of(limits));
    }

    static SocketSnapshot snapshot(String host, long sequence, SocketGroup... groups) {
        return snapshot(host, sequence, List.of(groups), List.of());
    }

    static SocketGroup client(String service, String endpoint, long established, long timeWait) {
        return group(
                service,
                Side.CLIENT,
                endpoint,
                established,
                timeWait,
                0,
                new PortUse("10.0.0.1", established + timeWait, timeWait, 1000));
    }

    static SocketGroup server(String service, String endpoint, long established, long closeWait) {
        return group(service, Side.SERVER, endpoint, established, 0, closeWait, null);
    }

    private static SocketGroup group(
            String service,
            Side side,
            String endpoint,
            long established,
            long timeWait,
            long closeWait,
            @Nullable PortUse ports) {
        return new SocketGroup(
                NAMESPACE,
                service,
                side,
                Family.INET,
                endpoint,
                new StateCounts(established, 0, 0, 0, 0, timeWait, 0, closeWait, 0, 0, 0),
                timeWait + 5,
                timeWait / 2,
                established,
                ports,
                new KeepAlive(0, established, 0, 0),
                new AgeHistogram(List.of(established, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)),
                AgeHistogram.EMPTY,
                AgeHistogram.EMPTY,
                established == 0 ? null : 100L,
                0,
                0,
                0,
                Map.of(OwnedBy.CGROUP, established + timeWait + closeWait),
                new Stalls(0, established, 0, 0, 1, 2, closeWait, AgeHistogram.EMPTY));
    }

    static Listener listener(String service, String endpoint, long queue, long backlog) {
        return new Listener(NAMESPACE, service, endpoint, queue, queue, backlog);
    }
}
