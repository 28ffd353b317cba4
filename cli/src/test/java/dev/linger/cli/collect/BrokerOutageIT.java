// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.broker.BrokerServer;
import dev.linger.broker.TopicCreator;
import dev.linger.cli.endtoend.TopicReader;
import dev.linger.collector.publish.ProducerProperties;
import dev.linger.collector.publish.PublishReport;
import dev.linger.collector.publish.SnapshotPublisher;
import dev.linger.lab.testbed.Await;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketSnapshot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Kafka is away for ten minutes at a snapshot a second: the same 600 snapshots, without the
 * waiting. Each has 48 kB, so that all together are seven times what memory may hold.
 */
class BrokerOutageIT {
    private static final String HOST = "host-1";
    private static final int BEFORE = 5;
    private static final int AWAY = 600;
    private static final int ALL = BEFORE + AWAY;
    private static final int LISTENERS = 340;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir private Path directory;

    @Test
    void shouldLoseNothingWithinTheBoundOfTheSpool() throws Exception {
        PublishReport report = publishThroughAnOutage(256L << 20);

        assertThat(report.dropped()).isZero();
        assertThat(report.acknowledged()).isEqualTo(ALL);
    }

    @Test
    void shouldCountWhatIsBeyondTheBoundAndShowItAsGaps() throws Exception {
        PublishReport report = publishThroughAnOutage(6L << 20);

        assertThat(report.droppedSpoolFull()).isPositive();
        assertThat(report.droppedMemoryFull() + report.droppedSpoolFailed()).isZero();
        assertThat(report.acknowledged() + report.dropped()).isEqualTo(ALL);
    }

    private PublishReport publishThroughAnOutage(long spoolBytes) throws Exception {
        Path home = Files.createDirectories(directory.resolve("kafka"));
        BrokerServer broker = start(home, 0);
        int port =
                Integer.parseInt(
                        broker.bootstrapServers()
                                .substring(broker.bootstrapServers().lastIndexOf(':') + 1));
        Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        PublishReport report;
        try (SnapshotPublisher publisher =
                new SnapshotPublisher(
                        HOST,
                        ProducerProperties.of(kafka, HOST, 1000),
                        directory.resolve("spool").toString(),
                        spoolBytes)) {
            LongStream.range(0, BEFORE).forEach(n -> publisher.publish(snapshot(n)));
            assertThat(publisher.awaitAllSent(LIMIT)).isTrue();
            broker.close();
            LongStream.range(BEFORE, ALL).forEach(n -> publisher.publish(snapshot(n)));
            Await.until(
                    "the outage is noticed", LIMIT, () -> !publisher.report().problem().isEmpty());
            assertThat(publisher.report().waitingBytes()).isGreaterThan(5 << 20);

            broker = start(home, port);
            assertThat(publisher.awaitAllSent(LIMIT)).as("all was sent in time").isTrue();
            report = publisher.report();
            List<Long> sequences =
                    TopicReader.sequences(Map.of("bootstrap.servers", broker.bootstrapServers()));
            assertThat(sequences).doesNotHaveDuplicates().isSorted();
            assertThat((long) ALL - sequences.size()).as("gaps").isEqualTo(report.dropped());
            assertThat(sequences.getLast()).isEqualTo(ALL - 1);
        } finally {
            broker.close();
        }
        return report;
    }

    private static BrokerServer start(Path home, int port) throws IOException {
        BrokerServer broker = BrokerServer.start(home, port);
        TopicCreator.createMissing(
                Map.of("bootstrap.servers", broker.bootstrapServers()), Optional.empty());
        return broker;
    }

    private static SocketSnapshot snapshot(long sequence) {
        return new SocketSnapshot(
                1,
                HOST,
                Map.of(),
                "boot",
                sequence,
                Instant.EPOCH.plusSeconds(sequence),
                1000,
                new ReaderReport("sock_diag", 0, 0, 1, 0, 0, 0, List.of()),
                List.of(),
                IntStream.range(0, LISTENERS)
                        .mapToObj(n ->
                                new Listener(
                                        4026531840L,
                                        "service-" + n,
                                        "10.0.0.1:" + (1 + n),
                                        n,
                                        n,
                                        4096))
                        .toList());
    }
}
