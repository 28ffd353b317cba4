// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at the topics that the pipeline reads before it starts. */
final class SourceTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SourceTopics() {}

    /**
     * Partitions of the socket snapshots' topic, which those of the kernel snapshots must equal: a
     * host is at home in one partition of both.
     *
     * @throws PartFailedException if the broker does not answer, or a topic is missing or does not
     *     fit
     */
    static int partitions(Map<String, Object> streamsSettings) {
        String sockets = Topics.SOCKET_SNAPSHOTS.name();
        String kernels = Topics.KERNEL_SNAPSHOTS.name();
        Map<String, TopicDescription> topics = describe(streamsSettings, List.of(sockets, kernels));
        int socketPartitions = count(topics, sockets);
        int kernelPartitions = count(topics, kernels);
        if (socketPartitions != kernelPartitions) {
            throw new PartFailedException(
                    "%s has %d partitions and %s has %d; give both the same number"
                            .formatted(sockets, socketPartitions, kernels, kernelPartitions),
                    null);
        }
        return socketPartitions;
    }

    private static int count(Map<String, TopicDescription> topics, String name) {
        TopicDescription topic = topics.get(name);
        if (topic == null) {
            throw new PartFailedException("the broker did not describe the topic " + name, null);
        }
        return topic.partitions().size();
    }

    private static Map<String, TopicDescription> describe(
            Map<String, Object> streamsSettings, List<String> names) {
        Map<String, Object> settings = new HashMap<>(streamsSettings);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        try (Admin admin = Admin.create(settings)) {
            return admin.describeTopics(names)
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while asking the broker for topics", e);
        } catch (TimeoutException e) {
            throw unreachable(settings, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new PartFailedException(
                        "a topic of %s is missing on the broker; create Linger's topics first"
                                .formatted(names),
                        e);
            }
            throw unreachable(settings, e);
        } catch (KafkaException e) {
            throw new PartFailedException(
                    "the broker's address cannot be used: " + e.getMessage(), e);
        }
    }

    private static PartFailedException unreachable(Map<String, Object> settings, Exception cause) {
        return new PartFailedException(
                "no Kafka broker answers at %s within %s; start it, or mend kafka.bootstrap.servers"
                        .formatted(
                                settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), PATIENCE),
                cause);
    }
}
