// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The topics and the group of a replay, apart from all others. The broker stamps what is written to
 * them: it keeps them from the replay on, not from the minutes on, and does not take their writer
 * for one that stopped long ago.
 */
final class ReplayTopics {
    static final String STAMPED_BY_BROKER = TimestampType.LOG_APPEND_TIME.name;

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,100}");
    private static final List<Topic<?>> PUBLIC =
            List.of(Topics.SERVICE_MINUTES, Topics.FINDINGS, Topics.ADVICE, Topics.DEAD_LETTERS);

    private final KafkaAdmin broker;
    private final String prefix;
    private final String group;

    /**
     * Names them.
     *
     * @param prefix before the live topics' names
     * @param group of the replay, which is the prefix of its internal topics too
     */
    ReplayTopics(KafkaAdmin broker, String prefix, String group) {
        this.broker = broker;
        this.prefix = prefix;
        this.group = group;
    }

    /**
     * Checks that names with this prefix are names, and others than the live ones.
     *
     * @throws ConfigurationException if not
     */
    static void check(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new ConfigurationException(
                    "--topic-prefix is '%s'; give 1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-'"
                            .formatted(prefix));
        }
    }

    /** The public ones. */
    List<String> names() {
        return PUBLIC.stream().map(topic -> prefix + topic.name()).toList();
    }

    /**
     * Creates the public topics, each with as many partitions as the live one, and lets the group
     * begin where the snapshots of the replay do.
     *
     * @throws PartFailedException if topics of an earlier replay are there
     */
    void create(Map<TopicPartition, OffsetAndMetadata> begin) {
        TreeSet<String> there = new TreeSet<>(internal());
        names().stream().filter(existing()::contains).forEach(there::add);
        if (!there.isEmpty()) {
            throw new PartFailedException(
                    "topics of another replay are there: %s; delete them, or choose another name"
                                    .formatted(String.join(", ", there))
                            + " with --topic-prefix",
                    null);
        }
        Map<String, TopicDescription> live =
                broker.ask(
                        "describe the topics of minutes and findings",
                        admin ->
                                admin.describeTopics(PUBLIC.stream().map(Topic::name).toList())
                                        .allTopicNames());
        List<NewTopic> wanted =
                PUBLIC.stream()
                        .map(topic -> describe(prefix + topic.name(), partitions(live, topic)))
                        .toList();
        broker.ask("create " + names(), admin -> admin.createTopics(wanted).all());
        broker.ask(
                "let the group " + group + " begin",
                admin -> admin.alterConsumerGroupOffsets(group, begin).all());
    }

    private static int partitions(Map<String, TopicDescription> live, Topic<?> topic) {
        TopicDescription description = live.get(topic.name());
        return description == null ? topic.partitions() : description.partitions().size();
    }

    private static NewTopic describe(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, STAMPED_BY_BROKER));
    }

    /** Deletes the group, and what Streams kept for it. */
    void deleteInternal() {
        List<String> internal = internal();
        broker.ask("delete " + internal, admin -> admin.deleteTopics(internal).all());
        broker.ask(
                "delete the group " + group,
                admin -> admin.deleteConsumerGroups(List.of(group)).all());
    }

    /** Deletes the results, which are not whole. */
    void deletePublic() {
        broker.ask("delete " + names(), admin -> admin.deleteTopics(names()).all());
    }

    private List<String> internal() {
        return existing().stream().filter(name -> name.startsWith(group + "-")).toList();
    }

    private java.util.Set<String> existing() {
        return broker.ask("list topics", admin -> admin.listTopics().names());
    }
}
