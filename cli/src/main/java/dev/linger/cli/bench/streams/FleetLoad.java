// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends the whole fleet's snapshots in the order of their time, each in a batch of its own, as ten
 * thousand collectors with a producer each do.
 */
final class FleetLoad {
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final BenchSize size;
    private final BenchFleet fleet;

    FleetLoad(String bootstrapServers, BenchSize size, Instant begin) {
        this.size = size;
        this.fleet = new BenchFleet(size, begin);
        this.producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "zstd",
                                ProducerConfig.BATCH_SIZE_CONFIG,
                                0,
                                ProducerConfig.BUFFER_MEMORY_CONFIG,
                                128L << 20),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    void run() throws Exception {
        try (producer) {
            for (int round = 0; round < size.minutes() * BenchSize.ROUNDS_PER_MINUTE; round++) {
                if (round % BenchSize.ROUNDS_PER_MINUTE == 0) {
                    kernels(round / BenchSize.ROUNDS_PER_MINUTE);
                }
                for (int host = 0; host < size.hosts(); host++) {
                    send(
                            Topics.SOCKET_SNAPSHOTS,
                            BenchFleet.host(host),
                            fleet.time(host, round),
                            Topics.SOCKET_SNAPSHOTS.codec().encode(fleet.sockets(host, round)));
                }
            }
            producer.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void kernels(int minute) {
        for (int host = 0; host < size.hosts(); host++) {
            send(
                    Topics.KERNEL_SNAPSHOTS,
                    BenchFleet.host(host),
                    fleet.time(host, minute * BenchSize.ROUNDS_PER_MINUTE),
                    Topics.KERNEL_SNAPSHOTS.codec().encode(fleet.kernel(host, minute)));
        }
    }

    private void send(Topic<?> topic, String host, Instant at, byte[] value) {
        Future<RecordMetadata> _ =
                producer.send(
                        new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), host, value),
                        (metadata, failed) -> failure.compareAndSet(null, failed));
    }
}
