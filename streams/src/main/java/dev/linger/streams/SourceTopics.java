// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.TopicDescription;

import java.util.List;
import java.util.Map;

/** Looks at the topics that the pipeline reads before it starts. */
final class SourceTopics {
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
        Map<String, TopicDescription> topics;
        try (KafkaAdmin broker = new KafkaAdmin(streamsSettings)) {
            topics =
                    broker.ask(
                            "describe %s and %s".formatted(sockets, kernels),
                            admin ->
                                    admin.describeTopics(List.of(sockets, kernels))
                                            .allTopicNames());
        }
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
}
