// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.capacity.read.Reading;
import dev.linger.capacity.read.ServiceMinuteReader;
import dev.linger.capacity.read.WallClock;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the job meets Kafka. */
final class KafkaEnds {
    private static final String GROUP = "linger-capacity";
    private static final List<Topic<?>> USED =
            List.of(Topics.SERVICE_MINUTES, Topics.FORECASTS, Topics.DEAD_LETTERS);
    private static final int ANSWER_WITHIN_SECONDS = 10;

    private KafkaEnds() {}

    /**
     * The topic of service-minutes. Only committed records are read, since streams writes in
     * transactions. The stream run commits its offsets with each checkpoint, for those who watch
     * the group's lag; it resumes from its checkpoint, never from them.
     */
    static KafkaSource<Reading> serviceMinutes(CapacityConfig config, Scope scope) {
        Properties properties = new Properties();
        properties.put("isolation.level", "read_committed");
        properties.put("enable.metrics.push", "false");
        properties.putAll(config.kafka());
        KafkaSourceBuilder<Reading> source =
                KafkaSource.<Reading>builder()
                        .setBootstrapServers(config.bootstrapServers())
                        .setTopics(Topics.SERVICE_MINUTES.name())
                        .setStartingOffsets(
                                OffsetsInitializer.timestamp(scope.readFrom().toEpochMilli()))
                        .setDeserializer(
                                new ServiceMinuteReader(
                                        scope.range(), config.maxClockLead(), WallClock.system()));
        if (scope.computedBy() == ComputedBy.BATCH) {
            source.setBounded(OffsetsInitializer.latest());
            properties.put("commit.offsets.on.checkpoint", "false");
        } else {
            properties.putIfAbsent("group.id", GROUP);
        }
        return source.setProperties(properties).build();
    }

    /**
     * Event time, for each partition by itself: a minute that is complete says that its end has
     * passed. Minutes of one partition come in order but for stragglers, which are not lost: they
     * are late only in the sense that their forecast has been made and is made again.
     */
    static WatermarkStrategy<Reading> eventTime(CapacityConfig config) {
        return WatermarkStrategy.<Reading>forMonotonousTimestamps()
                .withTimestampAssigner((reading, kafkaTimestamp) -> reading.timestampMillis())
                .withIdleness(config.partitionIdleAfter());
    }

    /** A topic to write to, at least once. */
    static <T> KafkaSink<T> sink(CapacityConfig config, KafkaRecordSerializationSchema<T> writer) {
        Properties properties = new Properties();
        properties.put("compression.type", "zstd");
        properties.put("buffer.memory", "4194304");
        properties.put("enable.metrics.push", "false");
        properties.putAll(config.kafka());
        return KafkaSink.<T>builder()
                .setBootstrapServers(config.bootstrapServers())
                .setKafkaProducerConfig(properties)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(writer)
                .build();
    }

    /**
     * Refuses to go on without the broker and the topics that the job reads and writes.
     *
     * @throws PartFailedException saying which is missing
     */
    static void requireTopics(CapacityConfig config) {
        try (Admin admin = Admin.create(config.kafkaProperties())) {
            admin.describeTopics(USED.stream().map(Topic::name).toList())
                    .allTopicNames()
                    .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new PartFailedException(
                        "the broker at "
                                + config.bootstrapServers()
                                + " lacks one of the topics "
                                + String.join(", ", USED.stream().map(Topic::name).toList())
                                + "; create them or start the collector once",
                        e);
            }
            throw unreachable(config, e);
        } catch (TimeoutException e) {
            throw unreachable(config, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while asking the broker for its topics", e);
        }
    }

    private static PartFailedException unreachable(CapacityConfig config, Exception cause) {
        return new PartFailedException(
                "no answer from a Kafka broker at "
                        + config.bootstrapServers()
                        + "; start it or set kafka.bootstrap.servers",
                cause);
    }
}
