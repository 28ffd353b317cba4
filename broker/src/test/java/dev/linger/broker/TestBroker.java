// SPDX-License-Identifier: Apache-2.0
package dev.linger.broker;

import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * A real broker inside the test's JVM, with every topic of Linger. Records keep the time and the
 * place that the test gives them: nothing expires, whatever its event time.
 */
public final class TestBroker implements AutoCloseable {
    private static final Map<String, String> TEST_SETTINGS =
            Map.of("log.retention.ms", "-1", "group.min.session.timeout.ms", "1000");

    private final BrokerServer server;

    private TestBroker(BrokerServer server) {
        this.server = server;
    }

    /** Starts it with its logs in a directory of its own, on a free port. */
    public static TestBroker start(Path home) {
        TestBroker broker = new TestBroker(BrokerServer.start(home, 0, TEST_SETTINGS));
        broker.create(Topics.ALL);
        return broker;
    }

    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    public Map<String, String> clientProperties() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    /** Deletes every topic and makes it anew, with another id, for the next test. */
    public void recreateAll() {
        recreate(Topics.ALL);
    }

    /** Deletes a topic and makes it anew, with another id. */
    public void recreate(Topic<?> topic) {
        recreate(Set.of(topic));
    }

    private void recreate(Collection<Topic<?>> topics) {
        Set<String> names = Set.copyOf(topics.stream().map(Topic::name).toList());
        try (Admin admin = admin()) {
            done(admin.deleteTopics(names).all());
            while (done(admin.listTopics().names()).stream().anyMatch(names::contains)) {
                Thread.onSpinWait();
            }
        }
        create(topics);
    }

    private void create(Collection<Topic<?>> topics) {
        List<NewTopic> wanted =
                topics.stream()
                        .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                        .toList();
        try (Admin admin = admin()) {
            done(admin.createTopics(wanted).all());
            TopicCreator.awaitLeaders(admin, wanted);
        }
    }

    private Admin admin() {
        return Admin.create(Map.copyOf(clientProperties()));
    }

    private static <T> T done(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
