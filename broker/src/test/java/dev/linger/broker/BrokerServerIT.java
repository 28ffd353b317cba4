// SPDX-License-Identifier: Apache-2.0
package dev.linger.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class BrokerServerIT {
    @TempDir private Path home;

    @Test
    void shouldKeepTopicsAndRecordsOverARestartOnAnotherPort() throws Exception {
        try (BrokerServer broker = start()) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());

            assertThat(TopicCreator.createMissing(kafka, Optional.empty()))
                    .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
            assertThat(TopicCreator.createMissing(kafka, Optional.empty())).isEmpty();
            assertThat(setting(kafka, Topics.SOCKET_SNAPSHOTS.name(), "retention.ms"))
                    .isEqualTo("86400000");
            assertThat(setting(kafka, Topics.SOCKET_SNAPSHOTS.name(), "message.timestamp.type"))
                    .isEqualTo("LogAppendTime");
            assertThat(setting(kafka, Topics.FINDINGS.name(), "cleanup.policy"))
                    .isEqualTo("compact");
            produce(kafka, Topics.DEAD_LETTERS.name(), "kept");
        }

        try (BrokerServer broker = start()) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            assertThat(end(kafka, Topics.DEAD_LETTERS.name())).isEqualTo(1);
        }
    }

    private BrokerServer start() {
        return BrokerServer.start(home, 0);
    }

    private static void produce(Map<String, String> kafka, String topic, String value)
            throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.copyOf(kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
        }
    }

    private static long end(Map<String, String> kafka, String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static String setting(Map<String, String> kafka, String topic, String key)
            throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
            Config config =
                    Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).all().get().get(resource));
            return config.get(key).value();
        }
    }
}
