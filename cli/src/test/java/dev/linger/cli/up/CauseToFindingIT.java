// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.cli.embedded.DataDirectory;
import dev.linger.cli.run.GivenSettings;
import dev.linger.collector.Collector;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.RuleName;
import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;
import dev.linger.streams.StreamsPart;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way of an anomaly from the kernel to the open finding, with the settings of {@code linger
 * up}: sockets of this process, the collector, a real broker and the stream processing. What
 * happened when is printed; only that it happened, and the snapshot first, is asserted. {@code
 * -Dlinger.resolve=true} also waits, some minutes, until the finding is resolved.
 */
class CauseToFindingIT {
    private static final boolean RESOLVE = Boolean.getBoolean("linger.resolve");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration RESOLVE_PATIENCE = Duration.ofMinutes(8);

    /** What is seen of an anomaly; running minute and finding leave in one transaction. */
    private enum Event {
        SNAPSHOT,
        RUNNING_MINUTE,
        FINDING_OPEN,
        FINDING_RESOLVED
    }

    @TempDir private Path directory;
    private final Map<Event, Double> seconds = new LinkedHashMap<>();

    @Test
    void shouldFindAFullAcceptQueue() throws Exception {
        run("S18, accept queue full", RuleName.ACCEPT_QUEUE_FULL, SocketTrouble::fullAcceptQueue);
    }

    /** The rule waits for an age of its own; here it is 1 s instead of 60. */
    @Test
    void shouldFindALeakOfCloseWait() throws Exception {
        run("S14, CLOSE_WAIT leak", RuleName.CLOSE_WAIT_LEAK, SocketTrouble::closeWaitLeak);
    }

    private void run(String name, RuleName rule, SocketTrouble.Cause cause) throws Exception {
        try (DataDirectory data = DataDirectory.open(directory);
                BrokerServer broker = BrokerServer.start(data.directory("kafka"), 0)) {
            String brokers = broker.bootstrapServers();
            TopicCreator.createMissing(Map.of("bootstrap.servers", brokers), Optional.empty());
            PartSettings settings =
                    new PartSettings(
                            GivenSettings.read(null, Map.of("rules.close-wait-leak-age", "1s")),
                            data);
            try (Collector collector = new Collector(settings.collector(brokers));
                    StreamsPart streams = new StreamsPart(settings.streams(brokers));
                    KafkaConsumer<String, byte[]> topics = reader(brokers)) {
                collector.start();
                streams.start();
                awaitFirst(topics, Topics.SERVICE_MINUTES.name());
                long begun = System.nanoTime();
                try (SocketTrouble trouble = cause.begin()) {
                    await(topics, Event.FINDING_OPEN, PATIENCE, rule, trouble.port(), begun);
                }
                if (RESOLVE) {
                    long ended = System.nanoTime();
                    await(topics, Event.FINDING_RESOLVED, RESOLVE_PATIENCE, rule, 0, ended);
                }
            }
        }
        System.err.println(name + ", seconds since it began or ended: " + seconds);
        List<Event> seen = new ArrayList<>(seconds.keySet());
        assertThat(seen)
                .startsWith(Event.SNAPSHOT)
                .contains(Event.RUNNING_MINUTE, Event.FINDING_OPEN)
                .hasSize(RESOLVE ? 4 : 3);
    }

    private static KafkaConsumer<String, byte[]> reader(String brokers) {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", brokers,
                                "isolation.level", "read_committed",
                                "fetch.max.wait.ms", "100",
                                "enable.auto.commit", "false"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic :
                Set.of(
                        Topics.SOCKET_SNAPSHOTS.name(),
                        Topics.SERVICE_MINUTES.name(),
                        Topics.FINDINGS.name())) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static void awaitFirst(KafkaConsumer<String, byte[]> topics, String topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> read : topics.poll(Duration.ofMillis(100))) {
                if (read.topic().equals(topic)) {
                    return;
                }
            }
        }
        throw new AssertionError("nothing came to " + topic);
    }

    private void await(
            KafkaConsumer<String, byte[]> topics,
            Event last,
            Duration patience,
            RuleName rule,
            int port,
            long begun)
            throws MalformedRecordException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!seconds.containsKey(last) && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> read : topics.poll(Duration.ofMillis(50))) {
                double after = (System.nanoTime() - begun) / 1e9;
                for (Event event : events(read, rule, ":" + port)) {
                    seconds.putIfAbsent(event, Math.round(after * 10) / 10.0);
                }
            }
        }
    }

    private static List<Event> events(
            ConsumerRecord<String, byte[]> read, RuleName rule, String port)
            throws MalformedRecordException {
        if (read.topic().equals(Topics.SOCKET_SNAPSHOTS.name())) {
            SocketSnapshot snapshot = Topics.SOCKET_SNAPSHOTS.codec().decode(read.value());
            return shows(snapshot, port) ? List.of(Event.SNAPSHOT) : List.of();
        }
        if (read.topic().equals(Topics.SERVICE_MINUTES.name())) {
            ServiceMinute minute = Topics.SERVICE_MINUTES.codec().decode(read.value());
            return shows(minute, port) ? List.of(Event.RUNNING_MINUTE) : List.of();
        }
        Finding finding = Topics.FINDINGS.codec().decode(read.value());
        if (finding.rule() != rule) {
            return List.of();
        }
        return List.of(
                finding.status() == FindingStatus.RESOLVED
                        ? Event.FINDING_RESOLVED
                        : Event.FINDING_OPEN);
    }

    private static boolean shows(SocketSnapshot snapshot, String port) {
        return snapshot.groups().stream()
                        .anyMatch(group ->
                                group.endpoint().endsWith(port) && group.states().closeWait() > 0)
                || snapshot.listeners().stream()
                        .anyMatch(listener ->
                                listener.endpoint().endsWith(port)
                                        && listener.acceptQueuePeak() > listener.backlog());
    }

    private static boolean shows(ServiceMinute minute, String port) {
        return minute.endpoints().stream()
                        .anyMatch(row ->
                                row.endpoint().endsWith(port)
                                        && row.sockets().peak().closeWait() > 0)
                || minute.listeners().stream()
                        .anyMatch(listener ->
                                listener.endpoint().endsWith(port)
                                        && listener.acceptQueuePeak() > listener.backlog());
    }
}
