// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** With the producer that Kafka itself offers for tests. */
class SnapshotPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir private Path directory;

    @Test
    void shouldSendInOrderUnderTheHostsName() throws Exception {
        MockProducer<String, byte[]> producer = producer(true);
        try (SnapshotPublisher publisher = publisher(memory(1 << 20), List.of(producer))) {
            LongStream.range(0, 50).forEach(n -> publisher.publish(snapshot(n)));
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
            assertThat(publisher.report().acknowledged()).isEqualTo(50);
        }
        assertThat(sequences(producer)).isEqualTo(LongStream.range(0, 50).boxed().toList());
        assertThat(producer.history())
                .allMatch(record -> record.key().equals("host-1"))
                .allMatch(record -> record.topic().equals(Topics.SOCKET_SNAPSHOTS.name()));
    }

    @Test
    void shouldDropTheOldestOfMemoryAndCountThem() throws Exception {
        MockProducer<String, byte[]> producer = producer(true);
        producer.sendException = new TimeoutException("no broker");
        int bytes = Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot(0)).length;
        try (SnapshotPublisher publisher = publisher(memory(10L * bytes + 5), List.of(producer))) {
            LongStream.range(0, 10).forEach(n -> publisher.publish(snapshot(n)));
            await(() -> !publisher.report().problem().isEmpty());
            assertThat(publisher.report().problem()).contains("no broker");
            LongStream.range(10, 13).forEach(n -> publisher.publish(snapshot(n % 10)));
            assertThat(publisher.report().dropped()).isEqualTo(3);
            producer.sendException = null;
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
            assertThat(publisher.report().problem()).isEmpty();
        }
        assertThat(sequences(producer)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 0L, 1L, 2L);
    }

    @Test
    void shouldSpoolWhileKafkaIsAwayAndSendInOrderWhenItReturns() throws Exception {
        MockProducer<String, byte[]> producer = producer(true);
        producer.sendException = new TimeoutException("no broker");
        Outbox outbox = new Outbox(2_000, new Spool(directory, 1 << 20));
        try (SnapshotPublisher publisher = publisher(outbox, List.of(producer))) {
            LongStream.range(0, 600).forEach(n -> publisher.publish(snapshot(n)));
            assertThat(publisher.report().waitingBytes()).isGreaterThan(100_000);
            producer.sendException = null;
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
            assertThat(publisher.report().dropped()).isZero();
        }
        assertThat(sequences(producer)).isEqualTo(LongStream.range(0, 600).boxed().toList());
    }

    @Test
    void shouldSendAfterARestartWhatWasLeft() throws Exception {
        MockProducer<String, byte[]> away = producer(true);
        away.sendException = new TimeoutException("no broker");
        Outbox first = new Outbox(2_000, new Spool(directory, 1 << 20));
        try (SnapshotPublisher publisher = publisher(first, List.of(away))) {
            LongStream.range(0, 30).forEach(n -> publisher.publish(snapshot(n)));
        }
        MockProducer<String, byte[]> back = producer(true);
        Outbox second = new Outbox(2_000, new Spool(directory, 1 << 20));
        try (SnapshotPublisher publisher = publisher(second, List.of(back))) {
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
        }
        assertThat(sequences(back)).isEqualTo(LongStream.range(0, 30).boxed().toList());
    }

    @Test
    void shouldGoOnAfterARecordThatKafkaRefusesAsTooLarge() throws Exception {
        MockProducer<String, byte[]> producer = producer(false);
        try (SnapshotPublisher publisher = publisher(memory(1 << 20), List.of(producer))) {
            publisher.publish(snapshot(0));
            await(() -> producer.errorNext(new RecordTooLargeException("too large")));
            publisher.publish(snapshot(1));
            await(producer::completeNext);
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
            assertThat(publisher.report().refused()).isEqualTo(1);
            assertThat(publisher.report().acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void shouldReplaceAProducerThatFailedForGood() throws Exception {
        MockProducer<String, byte[]> broken = producer(true);
        broken.sendException = new AuthorizationException("not allowed");
        MockProducer<String, byte[]> mended = producer(true);
        try (SnapshotPublisher publisher = publisher(memory(1 << 20), List.of(broken, mended))) {
            publisher.publish(snapshot(0));
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
        }
        assertThat(broken.closed()).isTrue();
        assertThat(sequences(mended)).containsExactly(0L);
    }

    @Test
    void shouldGoOnTryingWhereNoReplacementCanBeMadeYet() throws Exception {
        MockProducer<String, byte[]> broken = producer(true);
        broken.sendException = new AuthorizationException("not allowed");
        MockProducer<String, byte[]> mended = producer(true);
        Deque<Supplier<Producer<String, byte[]>>> next =
                new ArrayDeque<>(
                        List.of(
                                () -> broken,
                                () -> {
                                    throw new KafkaException("no resolvable bootstrap urls");
                                },
                                () -> mended));
        Supplier<Producer<String, byte[]>> producers = () -> next.removeFirst().get();
        try (SnapshotPublisher publisher =
                new SnapshotPublisher("host-1", producers, memory(1 << 20))) {
            publisher.publish(snapshot(0));
            assertThat(publisher.awaitAllSent(SOON)).isTrue();
        }
        assertThat(broken.closed()).isTrue();
        assertThat(sequences(mended)).containsExactly(0L);
    }

    @Test
    void shouldRefuseToStartWithoutBootstrapServers() {
        assertThatThrownBy(() -> ProducerProperties.of(Map.of(), "host-1", 10))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.bootstrap.servers");
    }

    @Test
    void shouldRefuseToStartWithWhatKafkaDoesNotUnderstand() {
        Map<String, Object> properties =
                ProducerProperties.of(Map.of("bootstrap.servers", "nowhere"), "host-1", 10);
        SnapshotPublisher publisher = new SnapshotPublisher("host-1", properties, "", 0);
        assertThatThrownBy(publisher::awaitProducer)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nowhere");
    }

    private static SnapshotPublisher publisher(
            Outbox outbox, List<MockProducer<String, byte[]>> producers) {
        Deque<Producer<String, byte[]>> next = new ArrayDeque<>(producers);
        return new SnapshotPublisher("host-1", next::removeFirst, outbox);
    }

    private static Outbox memory(long bytes) {
        return new Outbox(bytes, null);
    }

    private static MockProducer<String, byte[]> producer(boolean autoComplete) {
        Partitioner partitioner = null;
        return new MockProducer<>(
                autoComplete, partitioner, new StringSerializer(), new ByteArraySerializer());
    }

    private static SocketSnapshot snapshot(long sequence) {
        return new SocketSnapshot(
                1,
                "host-1",
                Map.of(),
                "boot",
                sequence,
                Instant.EPOCH,
                10_000,
                new ReaderReport("sock_diag", 0, 0, 1, 0, 0, 0, List.of()),
                List.of(),
                List.of());
    }

    private static List<Long> sequences(MockProducer<String, byte[]> producer) {
        return producer.history().stream().map(record -> sequence(record.value())).toList();
    }

    private static long sequence(byte[] value) {
        try {
            return Topics.SOCKET_SNAPSHOTS.codec().decode(value).sequence();
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
