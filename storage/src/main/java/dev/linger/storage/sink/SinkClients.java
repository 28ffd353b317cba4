// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.HashMap;
import java.util.Map;

/** The Kafka clients of the sink. */
public final class SinkClients {
    private static final Map<String, Object> DEFAULTS =
            Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "linger-sink",
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    "linger-sink",
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName(),
                    // A sink that was killed is replaced after this time.
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                    10_000,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    2_000,
                    ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                    30_000);

    /** What exactly-once rests on; an operator's value is not taken. */
    private static final Map<String, Object> FIXED =
            Map.of(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false);

    private SinkClients() {}

    /** A consumer of raw bytes that sees committed records only. */
    public static Consumer<byte[], byte[]> consumer(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(DEFAULTS);
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.putAll(kafka);
        properties.putAll(FIXED);
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** An admin client. */
    public static Admin admin(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return Admin.create(properties);
    }
}
