// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limit: polls, decodes, adds up in a hash map by service, endpoint and minute. Nothing is kept
 * safe, nothing is sent on, duplicates count twice.
 */
final class BareConsumer implements Contestant.Reader {
    private static final int STATES = 11;

    private record Key(Instant minute, String service, String endpoint) {}

    private final JsonCodec<SocketSnapshot> decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<Key, long[]> sums = new HashMap<>();
    private long read;

    private BareConsumer(String bootstrapServers, JsonCodec<SocketSnapshot> decoder) {
        this.decoder = decoder;
        consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        partitions =
                consumer.partitionsFor(Topics.SOCKET_SNAPSHOTS.name()).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        consumer.assign(partitions);
    }

    /** Decodes as the pipeline does. */
    static BareConsumer withOwnDecoder(String bootstrapServers) {
        return new BareConsumer(bootstrapServers, Topics.SOCKET_SNAPSHOTS.codec());
    }

    /** Decodes as one does at first, by Jackson's data binding. */
    static BareConsumer withJackson(String bootstrapServers) {
        return new BareConsumer(bootstrapServers, new JsonCodec<>(SocketSnapshot.class));
    }

    @Override
    public void begin(double snapshotsPerSecond) {
        consumer.seekToBeginning(partitions);
        sums.clear();
        read = 0;
    }

    @Override
    public long readUpTo(long snapshots) throws MalformedRecordException {
        while (read < snapshots) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                add(decoder.decode(found.value()));
                read++;
            }
        }
        return read;
    }

    private void add(SocketSnapshot snapshot) {
        Instant minute = HostMinute.minuteOf(snapshot.observedAt());
        for (SocketGroup group : snapshot.groups()) {
            long[] sum =
                    sums.computeIfAbsent(
                            new Key(minute, group.service(), group.endpoint()),
                            key -> new long[STATES + AgeHistogram.BUCKETS + 3]);
            long[] states = group.states().toArray();
            for (int i = 0; i < STATES; i++) {
                sum[i] += states[i + 1];
            }
            List<Long> idle = group.idle().counts();
            for (int i = 0; i < AgeHistogram.BUCKETS; i++) {
                sum[STATES + i] += idle.get(i);
            }
            sum[STATES + AgeHistogram.BUCKETS] += group.activeCloses();
            sum[STATES + AgeHistogram.BUCKETS + 1] += group.opened();
            sum[STATES + AgeHistogram.BUCKETS + 2]++;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
