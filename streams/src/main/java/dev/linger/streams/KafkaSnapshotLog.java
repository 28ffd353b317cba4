// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.topic.Topics;
import dev.linger.streams.host.SnapshotLog;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The snapshots' topic on the broker, read by a consumer of its own and in no group. */
final class KafkaSnapshotLog implements SnapshotLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSnapshotLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> settings = new HashMap<>();

    /**
     * Reads with the same access as Streams does.
     *
     * @param streamsSettings of which those are taken that a consumer knows
     */
    KafkaSnapshotLog(Map<String, Object> streamsSettings) {
        streamsSettings.forEach((key, value) -> {
            if (ConsumerConfig.configNames().contains(key)) {
                settings.put(key, value);
            }
        });
        streamsSettings.forEach((key, value) -> {
            if (key.startsWith(StreamsConfig.CONSUMER_PREFIX)) {
                settings.put(key.substring(StreamsConfig.CONSUMER_PREFIX.length()), value);
            }
        });
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    @Override
    public void read(
            int partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition source = new TopicPartition(Topics.SOCKET_SNAPSHOTS.name(), partition);
        long startNanos = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(source));
            consumer.seek(source, from);
            long progressNanos = startNanos;
            while (consumer.position(source) < to) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    if (found.offset() < to) {
                        each.accept(found);
                    }
                    progressNanos = System.nanoTime();
                }
                if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                    throw new TimeoutException(
                            "%s gives nothing between %d and %d for %s; is the broker well?"
                                    .formatted(source, consumer.position(source), to, PATIENCE));
                }
            }
        }
        LOG.info(
                "read {} again from {} to {} in {} ms",
                source,
                from,
                to,
                Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    }
}
