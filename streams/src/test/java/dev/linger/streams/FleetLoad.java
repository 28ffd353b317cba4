// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A simulated fleet that sends a snapshot of each host every ten seconds of event time, and the
 * oracle of what should come out.
 */
final class FleetLoad implements AutoCloseable {
    static final int INTERVAL_SECONDS = 10;

    /** Each is served by the host of its number, as far as there are so many. */
    private static final int ENDPOINTS = 20;

    private final KafkaProducer<String, byte[]> producer;
    private final Random random;
    private final int hosts;
    private final int services;
    private final Instant begin;
    private final Map<Instant, MinuteAccumulator> oracle = new TreeMap<>();
    private final List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
    private int rounds;

    FleetLoad(String bootstrapServers, long seed, int hosts, int services, Instant begin) {
        this.producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", bootstrapServers, "compression.type", "zstd"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.random = new Random(seed);
        this.hosts = hosts;
        this.services = services;
        this.begin = begin;
    }

    /** Sends one snapshot of every host. */
    void round() {
        for (int host = 0; host < hosts; host++) {
            Instant at =
                    begin.plusSeconds((long) rounds * INTERVAL_SECONDS)
                            .plusMillis(random.nextInt(10_000));
            List<SocketGroup> groups = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                groups.add(
                        Fleet.client(
                                "service-" + random.nextInt(services),
                                "10.0.0.%d:9000".formatted(random.nextInt(ENDPOINTS)),
                                random.nextInt(50),
                                random.nextInt(100)));
            }
            if (host < ENDPOINTS) {
                groups.add(
                        Fleet.server(
                                "service-" + host % services,
                                "10.0.0.%d:9000".formatted(host),
                                random.nextInt(500)));
            }
            send(Fleet.snapshot("host-" + host, "boot-1", rounds, at, groups, List.of()), true);
        }
        rounds++;
    }

    /** Sends one host of each partition far enough ahead that everything before is complete. */
    void finish() throws ExecutionException, InterruptedException {
        rounds += 12;
        for (int host = 0; host < hosts; host++) {
            Instant at = begin.plusSeconds((long) rounds * INTERVAL_SECONDS);
            send(Fleet.snapshot("host-" + host, rounds, at), false);
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    private void send(SocketSnapshot snapshot, boolean expected) {
        if (expected) {
            Instant minute = HostMinute.minuteOf(snapshot.observedAt());
            oracle.computeIfAbsent(minute, MinuteAccumulator::new).add(snapshot);
        }
        acknowledgements.add(
                producer.send(
                        new ProducerRecord<>(
                                Topics.SOCKET_SNAPSHOTS.name(),
                                null,
                                snapshot.observedAt().toEpochMilli(),
                                snapshot.host(),
                                Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot))));
    }

    /** Every complete service-minute, in order. */
    List<ServiceMinute> expected() {
        return oracle.values().stream().flatMap(minute -> minute.build(true).stream()).toList();
    }

    @Override
    public void close() {
        producer.close();
    }
}
