// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import dev.linger.model.settings.ConfigurationException;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.HashMap;
import java.util.Map;

/** The producer's properties: small, idempotent, and never giving up by itself. */
public final class ProducerProperties {
    private static final int BYTES_PER_GROUP = 2048;
    private static final int SMALLEST_REQUEST = 1 << 20;
    private static final String MAX_BLOCK_MILLIS = "5000";

    private ProducerProperties() {}

    /**
     * What the operator gave, completed.
     *
     * @param kafka the operator's properties, under Kafka's own names
     * @param host names the client
     * @param maxGroups bounds the size of a snapshot
     * @throws ConfigurationException if bootstrap.servers is missing
     */
    public static Map<String, Object> of(Map<String, String> kafka, String host, int maxGroups) {
        if (!kafka.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers is missing; write where Kafka is, as"
                            + " kafka.bootstrap.servers=host:9092");
        }
        int largest = Math.max(SMALLEST_REQUEST, maxGroups * BYTES_PER_GROUP);
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "linger-collector-" + host);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * largest);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.putAll(kafka);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        // Where a new partition refuses a first request and takes the second, it refuses the first
        // one ever after (KAFKA-15591).
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // One that gave up would have to be sent again, and might then stand there twice.
        properties.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        return properties;
    }
}
