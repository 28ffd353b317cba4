// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.broker.TestBroker;
import dev.linger.model.finding.Finding;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Settings;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A replay against a real broker, held against what the live pipeline wrote. */
@TestInstance(Lifecycle.PER_CLASS)
class ReplayIT {
    private static final int MINUTES = 30;
    private final Instant begin =
            HostMinute.minuteOf(InstantSource.system().instant().minus(Duration.ofHours(2)));

    /** From within the history to before its end; the trouble begins and ends in it. */
    private final ReplayRange range =
            new ReplayRange(begin.plus(Duration.ofMinutes(8)), begin.plus(Duration.ofMinutes(24)));

    @TempDir private static Path home;

    @SuppressWarnings("NullAway.Init") // set by runLive
    private TestBroker broker;

    @BeforeAll
    void runLive() throws Exception {
        broker = TestBroker.start(home.resolve("broker"));
        List<FleetHistory.Sent> history =
                new FleetHistory(7, begin, MINUTES, new int[] {10, 15}).records();
        try (TopicReader<ServiceMinute> minutes =
                new TopicReader<>(broker.bootstrapServers(), Topics.SERVICE_MINUTES)) {
            try (StreamsPart first = new StreamsPart(config("200ms"))) {
                first.start();
                send(history.subList(0, history.size() / 2));
                minutes.readUntil(read -> reached(read, 8), Duration.ofMinutes(1));
            }
            try (StreamsPart second = new StreamsPart(config("200ms"))) {
                second.start();
                send(history.subList(history.size() / 2, history.size()));
                assertThat(
                                reached(
                                        minutes.readUntil(
                                                read -> reached(read, 26), Duration.ofMinutes(2)),
                                        26))
                        .isTrue();
            }
        }
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    private boolean reached(List<ServiceMinute> read, int minute) {
        Instant wanted = begin.plus(Duration.ofMinutes(minute));
        return read.stream().filter(found -> !found.minute().isBefore(wanted)).count() > 30;
    }

    private StreamsConfig config(String commitInterval) {
        return StreamsConfig.from(
                Settings.of(
                        Map.of(
                                "kafka.bootstrap.servers",
                                broker.bootstrapServers(),
                                "streams.state-directory",
                                home.resolve("state").toString(),
                                "streams.commit-interval",
                                commitInterval,
                                "streams.live-interval",
                                "0s"),
                        StreamsConfig.SETTINGS));
    }

    private void send(List<FleetHistory.Sent> history) throws Exception {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.<String, Object>copyOf(broker.clientProperties()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (FleetHistory.Sent sent : history) {
                acknowledgements.add(
                        producer.send(
                                new ProducerRecord<>(
                                        sent.topic().name(),
                                        null,
                                        sent.at().toEpochMilli(),
                                        sent.host(),
                                        sent.value())));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        }
    }

    private ReplayResult replay(ReplayRange wanted, String prefix) throws Exception {
        return new Replay(config("1s"), wanted, prefix, InstantSource.system().instant())
                .run(progress -> {}, ReplayIT::isInterrupted);
    }

    private static boolean isInterrupted(Duration timeout) throws InterruptedException {
        return new CountDownLatch(1).await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldWriteWhatTheLivePipelineWrote() throws Exception {
        List<Map<TopicPartition, Long>> before = everythingLive();

        ReplayResult result = replay(range, "again.");

        Map<Integer, List<String>> minutes =
                texts(Topics.SERVICE_MINUTES, "", minute -> range.contains(minute.minute()));
        assertThat(texts(Topics.SERVICE_MINUTES, "again.", minute -> true)).isEqualTo(minutes);
        Map<Integer, List<String>> findings =
                texts(Topics.FINDINGS, "", found -> range.contains(at(found)));
        assertThat(findings.toString()).contains(FleetHistory.TROUBLED, "\"resolved\"");
        assertThat(texts(Topics.FINDINGS, "again.", found -> true)).isEqualTo(findings);
        assertThat(texts(Topics.ADVICE, "again.", advice -> true))
                .isEqualTo(texts(Topics.ADVICE, "", advice -> range.contains(advice.observedAt())));

        assertThat(result.minutes()).isEqualTo(count(minutes)).isGreaterThan(100);
        assertThat(result.findings()).isPositive();
        assertThat(result.deadLetters()).isZero();
        assertThat(everythingLive()).as("the live topics and group").isEqualTo(before);
        awaitNone("again.linger-streams");
        assertThat(named("again.")).containsExactlyInAnyOrderElementsOf(result.topics());
        assertThat(groups()).containsExactly("linger-streams");
    }

    private static Instant at(Finding finding) {
        Instant resolved = finding.resolvedAt();
        return resolved == null ? finding.observedAt() : resolved;
    }

    @Test
    void shouldLeaveNothingBehindWhereItIsStopped() throws Exception {
        AtomicLong seen = new AtomicLong();

        ReplayResult result =
                new Replay(config("1s"), range, "stopped.", InstantSource.system().instant())
                        .run(progress -> seen.set(progress.snapshots()), timeout -> seen.get() > 0);

        assertThat(result.finished()).isFalse();
        awaitNone("stopped.");
        assertThat(groups()).doesNotContain("stopped.linger-streams");
    }

    @Test
    void shouldRefuseTopicsThatAreThere() throws Exception {
        ReplayRange oneMinute = new ReplayRange(range.from(), range.from().plusSeconds(60));
        replay(oneMinute, "twice.");

        assertThatThrownBy(() -> replay(oneMinute, "twice."))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("twice.linger.service-minutes")
                .hasMessageContaining("--topic-prefix");
        assertThat(named("twice.")).hasSize(4);
    }

    @Test
    void shouldSayWhatThereIsWhereTheRangeIsEmpty() throws Exception {
        ReplayRange before =
                new ReplayRange(begin.minus(Duration.ofHours(3)), begin.minus(Duration.ofHours(2)));

        assertThatThrownBy(() -> replay(before, "empty."))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("holds no snapshot between " + before.from())
                .hasMessageContaining("reach from " + begin.toString().substring(0, 16));
        assertThat(named("empty.")).isEmpty();
    }

    /** Values by partition in their order, as text. */
    private <V> Map<Integer, List<String>> texts(Topic<V> topic, String prefix, Predicate<V> wanted)
            throws Exception {
        Map<Integer, List<String>> texts = new TreeMap<>();
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        LoneConsumer.readAll(settings(), prefix + topic.name(), all::add);
        for (ConsumerRecord<byte[], byte[]> found : all) {
            if (wanted.test(topic.codec().decode(found.value()))) {
                texts.computeIfAbsent(found.partition(), number -> new ArrayList<>())
                        .add(
                                new String(found.key(), UTF_8)
                                        + " "
                                        + new String(found.value(), UTF_8));
            }
        }
        return texts;
    }

    private static long count(Map<Integer, List<String>> texts) {
        return texts.values().stream().mapToLong(List::size).sum();
    }

    private Map<String, Object> settings() {
        return Map.copyOf(broker.clientProperties());
    }

    /** Where the live group is, and the ends of the live topics. */
    private List<Map<TopicPartition, Long>> everythingLive() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            Map<TopicPartition, Long> group = new HashMap<>();
            admin.listConsumerGroupOffsets("linger-streams")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> group.put(partition, offset.offset()));
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (Topic<?> topic : Topics.ALL) {
                for (int number = 0; number < topic.partitions(); number++) {
                    wanted.put(new TopicPartition(topic.name(), number), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return List.of(group, ends);
        }
    }

    /** Deletions take a moment to be seen. */
    private void awaitNone(String prefix) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!named(prefix).isEmpty()) {
            assertThat(System.nanoTime()).as("still there: %s", named(prefix)).isLessThan(deadline);
        }
    }

    private List<String> named(String prefix) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }

    private List<String> groups() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            return admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
        }
    }
}
