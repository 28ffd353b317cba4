// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.json.JsonCodec;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.topic.DeadLetter;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A record as it was read, so that it can be refused as it was. */
public final class RawRecord {
    /** The module's name in dead letters. */
    public static final String READER = "streams";

    /** A time further than this from the record's own says nothing. */
    private static final Duration TRUST = Duration.ofDays(1);

    private final String topic;
    private final int partition;
    private final long offset;
    private final long timestampMillis;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;

    /** Remembers a record and where it was read. */
    public RawRecord(RecordMetadata metadata, Record<byte[], byte[]> kafkaRecord) {
        this.topic = metadata.topic();
        this.partition = metadata.partition();
        this.offset = metadata.offset();
        this.timestampMillis = kafkaRecord.timestamp();
        this.key = kafkaRecord.key();
        this.value = kafkaRecord.value();
    }

    /** Remembers a record that is read again. */
    public RawRecord(ConsumerRecord<byte[], byte[]> again) {
        this.topic = again.topic();
        this.partition = again.partition();
        this.offset = again.offset();
        this.timestampMillis = again.timestamp();
        this.key = again.key();
        this.value = again.value();
    }

    /** Where it stands in its partition. */
    public long offset() {
        return offset;
    }

    /** Kafka's timestamp. */
    public Instant timestamp() {
        return Instant.ofEpochMilli(timestampMillis);
    }

    /** Reads the value. */
    public <V> V decode(JsonCodec<V> codec) throws MalformedRecordException {
        return codec.decode(value);
    }

    /**
     * Checks what the payload says of itself against the record around it.
     *
     * @throws MalformedRecordException if the key is not the host, or the time is more than a day
     *     off
     */
    public void check(String host, Instant observedAt) throws MalformedRecordException {
        if (key == null || !Arrays.equals(key, host.getBytes(UTF_8))) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.INVALID_VALUE,
                    "the record's key is not the host, " + host + ", which decides its partition");
        }
        Duration off = Duration.between(timestamp(), observedAt).abs();
        if (off.compareTo(TRUST) > 0) {
            throw new MalformedRecordException(
                    DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE,
                    "observedAt is %s, %s off the record's timestamp %s; %s is allowed"
                            .formatted(observedAt, off, timestamp(), TRUST));
        }
    }

    /** The letter that says why it could not be used. */
    public DeadLetter refuse(MalformedRecordException fault) {
        return DeadLetter.of(
                topic,
                partition,
                offset,
                timestampMillis,
                READER,
                fault.reason(),
                fault.detail(),
                key,
                value);
    }
}
