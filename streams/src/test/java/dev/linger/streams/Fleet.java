// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

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
import dev.linger.model.tcp.StateCounts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Short ways to write what a fleet sends. */
final class Fleet {
    static final long NAMESPACE = 4026531840L;
    static final String ENDPOINT = "10.0.0.2:9000";

    private Fleet() {}

    static SocketSnapshot snapshot(
            String host,
            String bootId,
            long sequence,
            Instant observedAt,
            List<SocketGroup> groups,
            List<Listener> listeners) {
        return labelled(host, Map.of(), bootId, sequence, observedAt, groups, listeners);
    }

    static SocketSnapshot labelled(
            String host,
            Map<String, String> labels,
            String bootId,
            long sequence,
            Instant observedAt,
            List<SocketGroup> groups,
            List<Listener> listeners) {
        return new SocketSnapshot(
                1,
                host,
                labels,
                bootId,
                sequence,
                observedAt,
                10_000,
                new ReaderReport("sock_diag", 900, 0, 1, 0, 0, 0, List.of()),
                groups,
                listeners);
    }

    static SocketSnapshot snapshot(
            String host, long sequence, Instant observedAt, SocketGroup... groups) {
        return snapshot(host, "boot-1", sequence, observedAt, List.of(groups), List.of());
    }

    /** A client with 1000 usable ports. */
    static SocketGroup client(String service, String endpoint, long established, long timeWait) {
        return new SocketGroup(
                NAMESPACE,
                service,
                Side.CLIENT,
                Family.INET,
                endpoint,
                new StateCounts(established, 0, 0, 0, 0, timeWait, 0, 0, 0, 0, 0),
                timeWait,
                timeWait / 6,
                0,
                new PortUse("10.0.0.1", established + timeWait, timeWait, 1000),
                new KeepAlive(established, 0, 0, 0),
                new AgeHistogram(List.of(established, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)),
                AgeHistogram.EMPTY,
                AgeHistogram.EMPTY,
                null,
                0,
                0,
                0,
                Map.of(OwnedBy.CGROUP, established + timeWait));
    }

    /** A server with connections that are in use. */
    static SocketGroup server(String service, String endpoint, long established) {
        return new SocketGroup(
                NAMESPACE,
                service,
                Side.SERVER,
                Family.INET,
                endpoint,
                new StateCounts(established, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                0,
                0,
                0,
                null,
                new KeepAlive(established, 0, 0, 0),
                new AgeHistogram(List.of(established, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)),
                AgeHistogram.EMPTY,
                AgeHistogram.EMPTY,
                null,
                0,
                0,
                0,
                Map.of(OwnedBy.CGROUP, established));
    }

    /** A NAT that has not placed so many connections since it began. */
    static KernelSnapshot nat(String host, Instant observedAt, long failed) {
        return new KernelSnapshot(
                1,
                host,
                "boot-1",
                observedAt,
                "6.18.0",
                List.of(
                        new NamespaceKernel(
                                NAMESPACE, Map.of(), Map.of("nf_conntrack.insert_failed", failed))),
                null,
                null);
    }

    static KernelSnapshot kernel(String host, Instant observedAt) {
        return kernel(host, observedAt, "2");
    }

    static KernelSnapshot kernel(String host, Instant observedAt, String twReuse) {
        return new KernelSnapshot(
                1,
                host,
                "boot-1",
                observedAt,
                "6.18.0",
                List.of(
                        new NamespaceKernel(
                                NAMESPACE,
                                Map.of("net.ipv4.tcp_tw_reuse", twReuse),
                                Map.of("TcpExt.ListenOverflows", 0L))),
                null,
                null);
    }
}
