// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The ids that the broker gives to topics: a topic made anew under its old name has another. */
final class TopicIds {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;

    TopicIds(Admin admin) {
        this.admin = admin;
    }

    /**
     * Asks the broker.
     *
     * @throws KafkaException if it does not answer, or a topic is missing
     */
    Map<String, Uuid> of(Collection<String> topics) throws InterruptedException {
        try {
            return admin
                    .describeTopics(topics)
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "no broker answered within " + PATIENCE.toSeconds() + " s", e);
        }
    }
}
