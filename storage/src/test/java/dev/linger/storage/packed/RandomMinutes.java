// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Minutes of every shape: constant, noisy and extreme numbers, gaps, absent values, odd names. */
final class RandomMinutes {
    private static final List<String> HOSTS =
            List.of("host-1", "host-2", "'; drop table x; -- \uD83E\uDD8A", "null", "{a,\"b\"}");

    private final Random random;

    RandomMinutes(long seed) {
        random = new Random(seed);
    }

    ServiceMinute of(String service, Instant minute, boolean complete) {
        List<EndpointMinute> endpoints = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            endpoints.add(
                    new EndpointMinute(
                            random.nextBoolean() ? Side.CLIENT : Side.SERVER,
                            "10.0.0." + i + ":80",
                            random.nextInt(40),
                            sockets()));
        }
        List<ListenerMinute> listeners = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            listeners.add(
                    new ListenerMinute(
                            "0.0.0.0:" + i, host(), random.nextInt(200), 128, 18, number()));
        }
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                service,
                minute,
                complete,
                random.nextInt(5),
                18,
                random.nextLong(180_000),
                sockets(),
                endpoints,
                listeners,
                null);
    }

    private SocketMinute sockets() {
        return new SocketMinute(
                new SocketGauges(
                        states(),
                        new KeepAlive(number(), number(), number(), number()),
                        histogram(),
                        histogram(),
                        random.nextBoolean() ? AgeHistogram.EMPTY : histogram(),
                        number(),
                        bytes(),
                        bytes()),
                states(),
                host(),
                number(),
                number(),
                ports(),
                random.nextInt(3) == 0 ? null : number(),
                Map.of(OwnedBy.CGROUP, bytes(), OwnedBy.UNKNOWN, number()));
    }

    private @Nullable PortPressure ports() {
        return random.nextInt(4) == 0
                ? null
                : new PortPressure(
                        host(),
                        4026531840L,
                        "10.0.0." + random.nextInt(3),
                        number(),
                        number(),
                        random.nextInt(5) == 0 ? 0 : 28_232,
                        random.nextBoolean() ? 0 : random.nextDouble() * 1000);
    }

    private StateCounts states() {
        return new StateCounts(
                number(), number(), 0, 0, 7, number(), number(), number(), number(), 1, 0);
    }

    private AgeHistogram histogram() {
        return new AgeHistogram(
                LongStream.generate(this::number).limit(AgeHistogram.BUCKETS).boxed().toList());
    }

    /** Mostly small, now and then as large as an integer column holds. */
    private long number() {
        return switch (random.nextInt(40)) {
            case 0 -> Integer.MAX_VALUE;
            case 1, 2, 3 -> random.nextInt(Integer.MAX_VALUE);
            case 4, 5, 6, 7, 8 -> 0;
            default -> 100 + random.nextInt(30);
        };
    }

    private long bytes() {
        return random.nextInt(20) == 0 ? random.nextLong(Long.MAX_VALUE) : random.nextInt(5_000);
    }

    private String host() {
        return random.nextInt(3) > 0 ? HOSTS.getFirst() : HOSTS.get(random.nextInt(HOSTS.size()));
    }
}
