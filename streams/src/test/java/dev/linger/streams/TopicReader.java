// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.topic.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads a topic from its beginning, committed records only. */
final class TopicReader<V> implements AutoCloseable {
    private final Topic<V> topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<V> values = new ArrayList<>();

    TopicReader(String bootstrapServers, Topic<V> topic) {
        this.topic = topic;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed",
                                "enable.auto.commit",
                                "false"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on until the values so far satisfy {@code enough}, or the time is up. */
    List<V> readUntil(Predicate<List<V>> enough, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!enough.test(values) && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> kafkaRecord :
                    consumer.poll(Duration.ofMillis(200))) {
                try {
                    values.add(topic.codec().decode(kafkaRecord.value()));
                } catch (MalformedRecordException e) {
                    throw new AssertionError(e.detail(), e);
                }
            }
        }
        return List.copyOf(values);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
