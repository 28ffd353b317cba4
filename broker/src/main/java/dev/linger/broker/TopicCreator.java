// SPDX-License-Identifier: Apache-2.0
package dev.linger.broker;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Cleanup;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates every topic of {@link Topics#ALL} that a cluster lacks; leaves the others as they are.
 */
public final class TopicCreator {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private TopicCreator() {}

    /**
     * Creates what is missing, and waits until it can be written.
     *
     * @param kafka client properties, with {@code bootstrap.servers}
     * @param replicas copies of each partition; absent for the cluster's default
     * @return the names of the topics created now
     * @throws PartFailedException if the cluster does not answer or refuses
     */
    public static List<String> createMissing(Map<String, String> kafka, Optional<Short> replicas) {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
            List<NewTopic> wanted =
                    Topics.ALL.stream().map(topic -> describe(topic, replicas)).toList();
            Map<String, KafkaFuture<Void>> answers = admin.createTopics(wanted).values();
            List<String> created = new ArrayList<>();
            for (NewTopic topic : wanted) {
                if (await(topic.name(), Objects.requireNonNull(answers.get(topic.name())))) {
                    created.add(topic.name());
                }
            }
            awaitLeaders(admin, wanted.stream().filter(it -> created.contains(it.name())).toList());
            return created;
        } catch (KafkaException e) {
            throw new PartFailedException(
                    "cannot reach Kafka: " + e.getMessage() + "; check kafka.bootstrap.servers", e);
        }
    }

    /** How Linger wants a topic. */
    static NewTopic describe(Topic<?> topic, Optional<Short> replicas) {
        Map<String, String> configuration = new HashMap<>(cleanup(topic.cleanup()));
        configuration.put(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, topic.timestamps().kafkaName());
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas)
                .configs(configuration);
    }

    private static Map<String, String> cleanup(Cleanup cleanup) {
        return switch (cleanup) {
            case Cleanup.Delete delete ->
                    Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE,
                            TopicConfig.RETENTION_MS_CONFIG,
                            Long.toString(delete.retention().toMillis()));
            case Cleanup.Compact compact ->
                    Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        };
    }

    private static boolean await(String topic, KafkaFuture<Void> answer) {
        try {
            answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed(topic, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw failed(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(topic, e);
        }
    }

    /**
     * Waits until new topics can be written. A topic is there before its leaders lead; a producer
     * that has two requests under way by then may have its first one refused and its second one
     * taken, and the first one is then out of sequence, however often it is sent again
     * (KAFKA-15591).
     */
    static void awaitLeaders(Admin admin, Collection<NewTopic> created) {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        for (NewTopic topic : created) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                questions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        String names = created.stream().map(NewTopic::name).toList().toString();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!answers(admin, questions, names, deadline)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** False where the broker does not know them yet. */
    private static boolean answers(
            Admin admin, Map<TopicPartition, OffsetSpec> questions, String names, long deadline) {
        try {
            admin.listOffsets(questions).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof AuthorizationException) {
                return true; // it may create, and not look
            }
            if (cause instanceof RetriableException && System.nanoTime() < deadline) {
                return false;
            }
            throw failed(names, cause);
        } catch (TimeoutException e) {
            throw failed(names, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(names, e);
        }
    }

    private static PartFailedException failed(String topic, Throwable cause) {
        return new PartFailedException(
                "cannot create topic "
                        + topic
                        + " ("
                        + cause.getMessage()
                        + "); check kafka.bootstrap.servers and the rights of this client",
                cause);
    }
}
