// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.finding.FindingStatus;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Counts what a replay wrote, by reading it. */
final class ReplayCount {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> settings;
    private final String prefix;

    /** Counts in the topics with this prefix. */
    ReplayCount(Map<String, Object> streamsSettings, String prefix) {
        this.settings = streamsSettings;
        this.prefix = prefix;
    }

    long minutes() {
        return records(Topics.SERVICE_MINUTES, value -> true);
    }

    long deadLetters() {
        return records(Topics.DEAD_LETTERS, value -> true);
    }

    /** Findings that opened. */
    long findings() {
        return records(Topics.FINDINGS, ReplayCount::isOpening);
    }

    private static boolean isOpening(byte[] value) {
        try {
            return Topics.FINDINGS.codec().decode(value).status() == FindingStatus.OPEN;
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a finding of this replay is " + e.detail(), e);
        }
    }

    private long records(Topic<?> topic, Predicate<byte[]> counted) {
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = LoneConsumer.create(settings)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(prefix + topic.name()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    count += counted.test(found.value()) ? 1 : 0;
                }
            }
        }
        return count;
    }
}
