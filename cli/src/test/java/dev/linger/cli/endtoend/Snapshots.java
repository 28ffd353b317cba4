// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

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
import java.util.stream.IntStream;

/** Snapshots of hosts that are not there. */
final class Snapshots {
    private static final long NAMESPACE = 4_026_531_840L;

    private Snapshots() {}

    /** One service with this many ESTABLISHED, armed connections to one endpoint. */
    static SocketSnapshot of(
            String host, String service, long sequence, Instant observedAt, long established) {
        SocketGroup group =
                new SocketGroup(
                        NAMESPACE,
                        service,
                        Side.CLIENT,
                        Family.INET,
                        "192.0.2.1:443",
                        new StateCounts(established, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        0,
                        0,
                        0,
                        new PortUse("192.0.2.7", established, 0, 28_232),
                        new KeepAlive(established, 0, 0, 0),
                        youngest(established),
                        AgeHistogram.EMPTY,
                        AgeHistogram.EMPTY,
                        100L,
                        0,
                        0,
                        0,
                        Map.of(OwnedBy.CGROUP, established));
        return new SocketSnapshot(
                SocketSnapshot.SCHEMA_VERSION,
                host,
                Map.of(),
                "boot-of-" + host,
                sequence,
                observedAt,
                1000,
                new ReaderReport("sock_diag", 100, established, 1, 0, 0, 0, List.of()),
                List.of(group),
                List.of());
    }

    private static AgeHistogram youngest(long count) {
        return new AgeHistogram(
                IntStream.range(0, AgeHistogram.BUCKETS)
                        .mapToObj(bucket -> bucket == 0 ? count : 0L)
                        .toList());
    }
}
