// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.finding.FindingStatus;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Counts what a replay wrote, by reading it. */
final class ReplayCount {
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
        LongAdder count = new LongAdder();
        LoneConsumer.readAll(
                settings,
                prefix + topic.name(),
                found -> count.add(counted.test(found.value()) ? 1 : 0));
        return count.sum();
    }
}
