// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.server;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.common.utils.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What a fleet sent within some time, in the order in which a broker appended it. In between,
 * {@link #TROUBLED} nearly runs out of ports for a while.
 */
final class FleetHistory {
    static final String TROUBLED = "checkout";

    private static final int HOSTS = 12;
    private static final int INTERVAL_SECONDS = 10;

    /** One record. */
    record Sent(Topic<?> topic, String host, Bytes bytes, Instant at) {
        byte[] value() {
            return bytes.get();
        }

        boolean isKernel() {
            return topic.equals(Topics.KERNEL_SNAPSHOTS);
        }
    }

    private final List<Sent> records = new ArrayList<>();
    private final Random random;
    private final Instant begin;
    private final int rounds;

    /**
     * Makes it up.
     *
     * @param trouble minutes in which there is some: a first one and the one after the last
     */
    FleetHistory(long seed, Instant begin, int minutes, int[] trouble) {
        this.random = new Random(seed);
        this.begin = begin;
        this.rounds = minutes * 60 / INTERVAL_SECONDS;
        for (int round = 0; round < rounds; round++) {
            int second = round * INTERVAL_SECONDS;
            boolean troubled = second >= trouble[0] * 60 && second < trouble[1] * 60;
            for (int host = 0; host < HOSTS; host++) {
                Instant at = begin.plusSeconds(second).plusMillis(random.nextInt(10_000));
                if (second % 60 == 30) {
                    kernel("host-" + host, at);
                }
                snapshot(host, round, at, troubled);
            }
        }
        records.sort(Comparator.comparing(Sent::at));
    }

    /** In the order in which they were appended. */
    List<Sent> records() {
        return records;
    }

    /** Some come twice, some so late that their minute is closed. */
    FleetHistory withFaults() {
        for (Sent sent : List.copyOf(records)) {
            int fault = sent.isKernel() ? 100 : random.nextInt(100);
            if (fault == 0) {
                records.add(at(sent, sent.at().plusSeconds(random.nextInt(60))));
            } else if (fault == 1) {
                records.remove(sent);
                records.add(at(sent, sent.at().plusSeconds(20 + random.nextInt(100))));
            }
        }
        records.sort(Comparator.comparing(Sent::at));
        return this;
    }

    /** One more host, whose clock is an hour behind. */
    FleetHistory withWrongClock() {
        Duration behind = Duration.ofHours(1);
        for (int round = 0; round < rounds; round++) {
            Instant at = begin.plusSeconds((long) round * INTERVAL_SECONDS);
            SocketSnapshot wrong =
                    Fleet.snapshot(
                            "behind", round, at.minus(behind), client("web", endpoint(1), 3, 5));
            add(Topics.SOCKET_SNAPSHOTS, wrong.host(), encode(wrong), at);
        }
        records.sort(Comparator.comparing(Sent::at));
        return this;
    }

    private static Sent at(Sent sent, Instant at) {
        return new Sent(sent.topic, sent.host, sent.bytes, at);
    }

    private void kernel(String host, Instant at) {
        add(
                Topics.KERNEL_SNAPSHOTS,
                host,
                Topics.KERNEL_SNAPSHOTS.codec().encode(Fleet.kernel(host, at)),
                at);
    }

    private void snapshot(int host, int round, Instant at, boolean troubled) {
        List<SocketGroup> groups = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            groups.add(
                    client(
                            "service-" + random.nextInt(8),
                            endpoint(random.nextInt(HOSTS)),
                            random.nextInt(50),
                            random.nextInt(50)));
        }
        groups.add(server("service-" + host % 8, endpoint(host), random.nextInt(500)));
        if (host < 3) {
            groups.add(client(TROUBLED, endpoint(HOSTS - 1), 100, troubled ? 850 : 10));
        }
        SocketSnapshot snapshot =
                Fleet.snapshot("host-" + host, round, at, groups.toArray(SocketGroup[]::new));
        add(Topics.SOCKET_SNAPSHOTS, snapshot.host(), encode(snapshot), at);
    }

    private static String endpoint(int host) {
        return "10.0.0.%d:9000".formatted(host);
    }

    private static byte[] encode(SocketSnapshot snapshot) {
        return Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot);
    }

    private void add(Topic<?> topic, String host, byte[] value, Instant at) {
        records.add(new Sent(topic, host, Bytes.wrap(value), at));
    }
}
