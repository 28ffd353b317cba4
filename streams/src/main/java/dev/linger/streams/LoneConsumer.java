// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A consumer in no group, with the same access to the broker as Streams has. */
final class LoneConsumer {
    private static final Duration POLL = Duration.ofMillis(200);

    private LoneConsumer() {}

    /**
     * Reads committed records from where it is told to.
     *
     * @param streamsSettings of which those are taken that a consumer knows
     */
    static KafkaConsumer<byte[], byte[]> create(Map<String, Object> streamsSettings) {
        Map<String, Object> settings = new HashMap<>();
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
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Shows every record that a topic holds now, each partition in its order. */
    static void readAll(
            Map<String, Object> streamsSettings,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = create(streamsSettings)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
