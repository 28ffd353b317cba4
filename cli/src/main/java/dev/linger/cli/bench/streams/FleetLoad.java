// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

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
final class FleetLoad implements AutoCloseable {
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

    /** Sends all that Linger's topics are to hold. */
    void sendAll() throws Exception {
        for (int minute = 0; minute < size.minutes(); minute++) {
            kernels(minute);
            long first = (long) minute * size.snapshotsPerMinute();
            sendSockets(Topics.SOCKET_SNAPSHOTS.name(), first, first + size.snapshotsPerMinute());
        }
    }

    /** Sends the fleet's snapshots from one number to before another, and waits for the broker. */
    void sendSockets(String topic, long from, long to) throws Exception {
        for (long number = from; number < to; number++) {
            int round = (int) (number / size.hosts());
            int host = (int) (number % size.hosts());
            send(
                    topic,
                    BenchFleet.host(host),
                    fleet.time(host, round),
                    Topics.SOCKET_SNAPSHOTS.codec().encode(fleet.sockets(host, round)));
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void kernels(int minute) {
        for (int host = 0; host < size.hosts(); host++) {
            send(
                    Topics.KERNEL_SNAPSHOTS.name(),
                    BenchFleet.host(host),
                    fleet.time(host, minute * BenchSize.ROUNDS_PER_MINUTE),
                    Topics.KERNEL_SNAPSHOTS.codec().encode(fleet.kernel(host, minute)));
        }
    }

    private void send(String topic, String host, Instant at, byte[] value) {
        Future<RecordMetadata> _ =
                producer.send(
                        new ProducerRecord<>(topic, null, at.toEpochMilli(), host, value),
                        (metadata, failed) -> failure.compareAndSet(null, failed));
    }

    @Override
    public void close() {
        producer.close();
    }
}
