// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.topic.Topics;
import dev.linger.streams.host.SnapshotLog;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The snapshots' topic on the broker, read by a consumer of its own and in no group. */
final class KafkaSnapshotLog implements SnapshotLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSnapshotLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> streamsSettings;

    /** Reads with the same access as Streams does. */
    KafkaSnapshotLog(Map<String, Object> streamsSettings) {
        this.streamsSettings = streamsSettings;
    }

    @Override
    public void read(
            int partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition source = new TopicPartition(Topics.SOCKET_SNAPSHOTS.name(), partition);
        long startNanos = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = LoneConsumer.create(streamsSettings)) {
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
