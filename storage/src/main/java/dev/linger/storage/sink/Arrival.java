// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.topic.DeadLetter;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that was read, and what it is.
 *
 * @param raw the record as it was
 * @param content what it means
 */
public record Arrival(ConsumerRecord<byte[], byte[]> raw, Content content) {
    /** The module's name in dead letters. */
    static final String READER = "storage";

    /** Where it was read. */
    TopicPartition partition() {
        return new TopicPartition(raw.topic(), raw.partition());
    }

    /** The same record, refused. */
    Arrival refused(DeadLetter.Reason reason, String detail) {
        return new Arrival(raw, new Content.Refused(deadLetter(raw, reason, detail)));
    }

    /** Whether the sink itself refused the record. */
    boolean refusedHere() {
        return content instanceof Content.Refused(DeadLetter letter)
                && letter.reader().equals(READER);
    }

    /** How many rows it becomes, about. */
    int rows() {
        return content instanceof Content.ServiceMinute(var minute)
                ? 1 + minute.endpoints().size() + minute.listeners().size()
                : 1;
    }

    static DeadLetter deadLetter(
            ConsumerRecord<byte[], byte[]> raw, DeadLetter.Reason reason, String detail) {
        return DeadLetter.of(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                Math.max(0, raw.timestamp()),
                READER,
                reason,
                detail,
                raw.key(),
                raw.value());
    }
}
