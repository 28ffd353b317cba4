// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What Kafka Streams is told: Linger's choices, over which an operator's own {@code kafka.*} go.
 */
final class ClientSettings {
    private static final long CACHE_BYTES = 64L << 20;

    /**
     * Records that are read ahead. A snapshot takes tens of kilobytes once it is decompressed: with
     * Kafka's 1,000 for each partition, a hundred megabytes would wait on the heap and be copied by
     * the garbage collector again and again.
     */
    private static final int READ_AHEAD_RECORDS = 100;

    /**
     * How much longer than two commit intervals a transaction may stay open. What a killed instance
     * left open holds readers up for as long, unless it comes back and ends it.
     */
    private static final Duration FENCING = Duration.ofSeconds(10);

    /** An instance with a name keeps its tasks through a restart that takes at most so long. */
    private static final Duration RESTART = Duration.ofSeconds(60);

    private ClientSettings() {}

    static Map<String, Object> of(dev.linger.streams.StreamsConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, READ_AHEAD_RECORDS);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                READ_AHEAD_RECORDS);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "zstd");
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 20);
        settings.put(StreamsConfig.producerPrefix("batch.size"), 256 << 10);
        // Streams writes to its own topics as soon as they are there: of two requests under way the
        // first may be refused, the second taken, and the first then be out of sequence until it
        // expires after two minutes (KAFKA-15591).
        settings.put(StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"), 1);
        settings.put("processing.exception.handler.global.enabled", true);
        settings.put(
                StreamsConfig.producerPrefix("transaction.timeout.ms"),
                Math.toIntExact(config.commitInterval().multipliedBy(2).plus(FENCING).toMillis()));
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
        if (!config.instanceId().isEmpty()) {
            settings.put(
                    StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    config.instanceId());
            settings.put(
                    StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                    Math.toIntExact(RESTART.toMillis()));
        }
        if (!config.applicationServer().isEmpty()) {
            settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.applicationServer());
        }
        settings.putAll(config.kafka());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return settings;
    }
}
