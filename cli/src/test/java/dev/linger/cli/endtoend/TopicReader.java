// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands on the topic of socket snapshots. */
public final class TopicReader {
    private TopicReader() {}

    /** Sequence numbers in the order of their offsets; all snapshots are of one host. */
    public static List<Long> sequences(Map<String, Object> properties) {
        return snapshots(properties).stream().map(SocketSnapshot::sequence).toList();
    }

    /** Every snapshot from the first record to the last one that stands there now. */
    public static List<SocketSnapshot> snapshots(Map<String, Object> properties) {
        List<SocketSnapshot> snapshots = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topics.SOCKET_SNAPSHOTS.name();
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                    snapshots.add(Topics.SOCKET_SNAPSHOTS.codec().decode(found.value()));
                }
            }
        } catch (MalformedRecordException e) {
            throw new AssertionError("a snapshot on the topic is malformed", e);
        }
        return snapshots;
    }
}
