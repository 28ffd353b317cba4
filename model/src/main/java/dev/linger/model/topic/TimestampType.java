// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.topic;

/** Whose clock a topic's record timestamps show; Kafka's {@code message.timestamp.type}. */
public enum TimestampType {
    /** The writer's, when it made the record. */
    CREATE_TIME("CreateTime", "the writer"),
    /** The broker's, when it appended the record: what a host's clock is compared with. */
    LOG_APPEND_TIME("LogAppendTime", "the broker");

    private final String kafkaName;
    private final String clock;

    TimestampType(String kafkaName, String clock) {
        this.kafkaName = kafkaName;
        this.clock = clock;
    }

    /** The value of {@code message.timestamp.type}. */
    public String kafkaName() {
        return kafkaName;
    }

    /** Whose clock it is, for documentation. */
    public String clock() {
        return clock;
    }
}
