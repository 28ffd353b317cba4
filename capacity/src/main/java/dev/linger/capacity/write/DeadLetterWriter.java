// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.write;

import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.io.Serial;
import java.nio.charset.StandardCharsets;

/**
 * A dead letter, keyed by where its record stands: one that is written again has the same key. Its
 * time is when it is written, since the time of the record may be what is wrong with it.
 */
public final class DeadLetterWriter implements KafkaRecordSerializationSchema<DeadLetter> {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter deadLetter, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                deadLetter.key().getBytes(StandardCharsets.UTF_8),
                Topics.DEAD_LETTERS.codec().encode(deadLetter));
    }
}
