// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.minute.EndpointMinute;
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
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Minutes of made-up services for measurements: the same numbers for the same service and minute.
 */
public final class SyntheticMinutes {
    private static final int HOSTS = 20;

    private SyntheticMinutes() {}

    /** A complete minute of service number {@code service}. */
    public static ServiceMinute of(int service, Instant minute, int endpoints) {
        Random random = new Random(service * 1_000_003L + minute.getEpochSecond() / 60);
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                "service-%04d".formatted(service),
                minute,
                true,
                HOSTS,
                HOSTS * 6,
                HOSTS * 60_000L,
                sockets(random),
                IntStream.range(0, endpoints)
                        .mapToObj(it ->
                                new EndpointMinute(
                                        Side.CLIENT,
                                        "10.%d.%d.2:9000".formatted(service % 250, it),
                                        HOSTS,
                                        sockets(random)))
                        .toList(),
                List.of(
                        new ListenerMinute(
                                "0.0.0.0:8080", "host-1", random.nextInt(20), 128, 120, 0)),
                null);
    }

    private static SocketMinute sockets(Random random) {
        long established = 200L + random.nextInt(100);
        long timeWait = 1_000L + random.nextInt(500);
        StateCounts states =
                new StateCounts(established, 1, 0, 0, 2, timeWait, 0, random.nextInt(3), 0, 1, 0);
        AgeHistogram idle =
                new AgeHistogram(
                        LongStream.rangeClosed(1, AgeHistogram.BUCKETS)
                                .mapToObj(it -> it * (long) random.nextInt(20))
                                .toList());
        return new SocketMinute(
                new SocketGauges(
                        states,
                        new KeepAlive(established / 2, established / 2, 0, 0),
                        idle,
                        idle,
                        AgeHistogram.EMPTY,
                        random.nextInt(3),
                        random.nextInt(10_000),
                        random.nextInt(10_000)),
                states,
                "host-7",
                timeWait,
                timeWait,
                new PortPressure(
                        "host-7", 4026531840L, "10.0.0.7", timeWait / 2, timeWait / 2, 28_232, 8.5),
                300L + random.nextInt(50),
                Map.of(OwnedBy.CGROUP, established * 6, OwnedBy.FOUR_TUPLE, timeWait * 6));
    }
}
