// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Base64;

/**
 * A record that could not be used, as it was, with the reason.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param topic where it was read
 * @param partition its partition
 * @param offset its offset
 * @param recordTimestamp its Kafka timestamp
 * @param reader the module that refused it
 * @param reason the kind of fault
 * @param detail a sentence on what was found and what is allowed
 * @param keyBase64 the raw key; absent where the record had none
 * @param valueBase64 the raw value; absent where the record had none
 */
public record DeadLetter(
        int schemaVersion,
        String topic,
        int partition,
        long offset,
        Instant recordTimestamp,
        String reader,
        Reason reason,
        String detail,
        @Nullable String keyBase64,
        @Nullable String valueBase64) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Refuses unknown versions and missing parts. */
    public DeadLetter {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.present("topic", topic);
        Require.present("recordTimestamp", recordTimestamp);
        Require.present("reader", reader);
        Require.present("reason", reason);
        Require.present("detail", detail);
    }

    /** Builds from the raw bytes of a record. */
    public static DeadLetter of(
            String topic,
            int partition,
            long offset,
            long timestampMillis,
            String reader,
            Reason reason,
            String detail,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        return new DeadLetter(
                SCHEMA_VERSION,
                topic,
                partition,
                offset,
                Instant.ofEpochMilli(timestampMillis),
                reader,
                reason,
                detail,
                key == null ? null : Base64.getEncoder().encodeToString(key),
                value == null ? null : Base64.getEncoder().encodeToString(value));
    }

    /** The record key: source topic, partition and offset. */
    public String key() {
        return topic + "," + partition + "," + offset;
    }

    /** Why a record could not be used. */
    public enum Reason {
        /** The value is missing or is not JSON of the right shape. */
        NOT_JSON,
        /** The value was written under another version of its schema. */
        UNKNOWN_SCHEMA_VERSION,
        /** A value lies outside its range. */
        INVALID_VALUE,
        /** Its event time is further from the broker's clock than allowed. */
        TIMESTAMP_OUT_OF_RANGE,
        /** It came after its minute's grace. */
        TOO_LATE,
        /** PostgreSQL refused the row for a reason that lies in the record. */
        REFUSED_BY_DATABASE
    }
}
