// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.broker.TestBroker;
import dev.linger.capacity.broker.TopicClient;
import dev.linger.capacity.embedded.RetainedCheckpoints;
import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.Health;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The stream run and the batch run against a real broker. */
class CapacityPartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ENDPOINT = "10.0.0.2:9000";

    @TempDir private static Path brokerDirectory;
    private static TestBroker broker;

    @TempDir private Path checkpoints;
    private TopicClient client;

    /** Two hours ago, on the minute: real time, since the job looks back from now. */
    private final Instant start =
            InstantSource.system()
                    .instant()
                    .truncatedTo(ChronoUnit.MINUTES)
                    .minus(Duration.ofHours(2));

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        broker.recreateAll();
        client = new TopicClient(broker);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private CapacityConfig config() {
        return new CapacityConfig(
                broker.clientProperties(),
                Duration.ofHours(24),
                checkpoints.toString(),
                Duration.ofMillis(500),
                1,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
    }

    private Instant minute(int index) {
        return start.plusSeconds(60L * index);
    }

    /** Minutes in {@code [from, to)} of two services, rising by one port of 1000 a minute. */
    private List<ServiceMinute> rising(int from, int to) {
        List<ServiceMinute> minutes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            minutes.add(Minutes.complete("billing", ENDPOINT, minute(i), 100 + i));
            minutes.add(Minutes.complete("checkout", ENDPOINT, minute(i), 300));
        }
        return minutes;
    }

    private Map<String, Forecast> newestForecasts(ComputedBy computedBy) {
        Map<String, Forecast> newest = new LinkedHashMap<>();
        client.readAll(Topics.FORECASTS).stream()
                .filter(record -> record.value().computedBy() == computedBy)
                .forEach(record -> newest.put(record.key(), record.value()));
        return newest;
    }

    private Map<String, Forecast> awaitForecastsUpTo(int minuteExclusive) {
        await(() -> {
            Map<String, Forecast> newest = newestForecasts(ComputedBy.STREAM);
            return newest.size() == 2
                    && newest.values().stream()
                            .allMatch(f -> f.to().equals(minute(minuteExclusive)));
        });
        return newestForecasts(ComputedBy.STREAM);
    }

    private static void await(BooleanSupplier condition) {
        CountDownLatch never = new CountDownLatch(1);
        for (long waited = 0; !condition.getAsBoolean(); waited += 200) {
            assertThat(Duration.ofMillis(waited)).as("waited in vain").isLessThan(PATIENCE);
            try {
                assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Forecast asStream(Forecast forecast) {
        return new Forecast(
                forecast.schemaVersion(),
                forecast.service(),
                forecast.endpoint(),
                ComputedBy.STREAM,
                forecast.from(),
                forecast.to(),
                forecast.minutes(),
                forecast.usablePorts(),
                forecast.utilisationLast(),
                forecast.utilisationPeak(),
                forecast.utilisationP95(),
                forecast.trendPerHour(),
                forecast.secondsToCliff(),
                forecast.secondsToExhaustion());
    }

    private long written() {
        return client.readAll(Topics.FORECASTS).size();
    }

    @Test
    void shouldForecastTheSameFromTheStreamAndFromTheRange() {
        client.write(rising(0, 40));
        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            awaitForecastsUpTo(40);
            client.writeAborted(List.of(Minutes.complete("billing", ENDPOINT, minute(59), 999)));
            client.write(
                    List.of(
                            Minutes.of(
                                    "billing", minute(59), false, Minutes.client(ENDPOINT, 998))));
            client.write(rising(30, 60)); // ten minutes of them once more
            // Supersedes a minute far back, so that one more forecast follows.
            awaitForecastsUpTo(60);
            long before = written();
            client.write(List.of(Minutes.complete("billing", ENDPOINT, minute(20), 170)));
            await(() -> written() > before);

            BoundedRun run = CapacityJob.runBounded(config(), minute(0), minute(60));

            assertThat(run.forecasts()).isEqualTo(2);
            assertThat(run.portMinutesRead()).isEqualTo(80 + 60 + 1);
            Map<String, Forecast> batch = new LinkedHashMap<>();
            newestForecasts(ComputedBy.BATCH).forEach((k, v) -> batch.put(k, asStream(v)));
            assertThat(batch).isEqualTo(newestForecasts(ComputedBy.STREAM)).hasSize(2);
            Forecast billing =
                    batch.values().stream()
                            .filter(f -> f.service().equals("billing"))
                            .findFirst()
                            .orElseThrow();
            assertThat(billing.minutes()).isEqualTo(60);
            assertThat(billing.utilisationPeak()).isEqualTo(0.170);
            assertThat(billing.trendPerHour()).isEqualTo(0.06, within(1e-9));
            assertThat(billing.secondsToCliff()).isEqualTo(20_460L);
        }
    }

    @Test
    void shouldReadOnlyTheRangeInABatchRun() {
        client.write(rising(0, 60));

        BoundedRun run = CapacityJob.runBounded(config(), minute(10), minute(30));

        assertThat(run.portMinutesRead()).isEqualTo(40);
        assertThat(newestForecasts(ComputedBy.BATCH).values())
                .hasSize(2)
                .allSatisfy(forecast -> {
                    assertThat(forecast.from()).isEqualTo(minute(10));
                    assertThat(forecast.to()).isEqualTo(minute(30));
                    assertThat(forecast.minutes()).isEqualTo(20);
                });
    }

    @Test
    void shouldPutAForecastWhereItsServiceBelongs() {
        client.write(rising(0, 5));
        CapacityJob.runBounded(config(), minute(0), minute(5));

        assertThat(client.readAll(Topics.FORECASTS))
                .hasSize(2)
                .allSatisfy(record -> {
                    assertThat(record.key()).isEqualTo(record.value().key());
                    assertThat(record.partition()).isEqualTo(partitionOf(record.value().service()));
                });
    }

    private static int partitionOf(String service) {
        return Utils.toPositive(Utils.murmur2(service.getBytes(UTF_8)))
                % Topics.FORECASTS.partitions();
    }

    @Test
    void shouldSetBadRecordsAsideCountThemAndGoOn() {
        byte[] garbage = {'{', (byte) 0xfe, 0};
        client.writeRaw("billing", garbage);
        client.write(rising(0, 3));
        client.writeNow(
                Minutes.complete("billing", ENDPOINT, minute(0).plus(Duration.ofDays(365)), 1));
        client.write(rising(3, 6));

        BoundedRun run = CapacityJob.runBounded(config(), minute(0), minute(60));

        assertThat(run.recordsRefused()).isEqualTo(2);
        assertThat(newestForecasts(ComputedBy.BATCH).values())
                .hasSize(2)
                .allSatisfy(forecast -> assertThat(forecast.minutes()).isEqualTo(6));
        assertThat(client.readAll(Topics.DEAD_LETTERS))
                .extracting(ConsumerRecord::value)
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(
                        DeadLetter.Reason.NOT_JSON, DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE);
        assertThat(client.readAll(Topics.DEAD_LETTERS))
                .extracting(ConsumerRecord::value)
                .extracting(DeadLetter::valueBase64)
                .contains(Base64.getEncoder().encodeToString(garbage));
    }

    @Test
    void shouldGoOnFromTheNewestCheckpointAfterARestart() {
        client.write(rising(0, 30));
        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            awaitForecastsUpTo(30);
            await(() -> checkpointAfterAllRead(part));
            assertThat(part.health().healthy()).isTrue();
        }
        long before = written();
        client.write(rising(30, 35));

        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            Map<String, Forecast> forecasts = awaitForecastsUpTo(35);

            assertThat(part.health().details())
                    .hasEntrySatisfying(
                            "restoredFrom",
                            from -> assertThat(from.toString()).contains(checkpoints.toString()));
            assertThat(forecasts.values())
                    .allSatisfy(forecast -> assertThat(forecast.minutes()).isEqualTo(35));
            // Had it read from the start again, it would have forecast for the old minutes too.
            assertThat(written() - before).isLessThanOrEqualTo(2 * 5);
        }
    }

    /** Whether a checkpoint was taken after the last forecast was written. */
    private static boolean checkpointAfterAllRead(CapacityPart part) {
        Object first = part.health().details().get("lastCheckpointAt");
        if (first == null) {
            return false;
        }
        await(() -> !first.equals(part.health().details().get("lastCheckpointAt")));
        return true;
    }

    private FileTime newestCheckpoint() {
        return RetainedCheckpoints.in(checkpoints)
                .newest()
                .map(checkpoint -> checkpoint.resolve("_metadata").toFile().lastModified())
                .map(FileTime::fromMillis)
                .orElse(FileTime.fromMillis(0));
    }

    @Test
    void shouldGoOnAfterKillNine() throws IOException {
        client.write(rising(0, 30));
        Process killed = CapacityProcess.start(broker.bootstrapServers(), checkpoints);
        awaitForecastsUpTo(30);
        FileTime allRead = FileTime.from(InstantSource.system().instant());
        await(() -> newestCheckpoint().compareTo(allRead) > 0);
        killed.destroyForcibly().onExit().join();
        long before = written();
        client.write(rising(30, 35));

        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            assertThat(awaitForecastsUpTo(35).values())
                    .allSatisfy(forecast -> assertThat(forecast.minutes()).isEqualTo(35));
            assertThat(part.health().details()).containsKey("restoredFrom");
            assertThat(written() - before).isLessThanOrEqualTo(2 * 5);
        }
    }

    @Test
    void shouldReadTheHorizonAgainWhenTheCheckpointIsSpoilt() throws IOException {
        client.write(rising(0, 30));
        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            awaitForecastsUpTo(30);
            await(() -> checkpointAfterAllRead(part));
        }
        try (Stream<Path> files = Files.walk(checkpoints)) {
            for (Path file : files.filter(path -> path.endsWith("_metadata")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        client.write(rising(30, 35));

        try (CapacityPart part = new CapacityPart(config())) {
            part.start();
            assertThat(awaitForecastsUpTo(35).values())
                    .allSatisfy(forecast -> assertThat(forecast.minutes()).isEqualTo(35));
            assertThat(part.health().details()).doesNotContainKey("restoredFrom");
        }
    }

    @Test
    void shouldTellItsHealthAndCloseWithinFiveSeconds() {
        client.write(rising(0, 3));
        CapacityPart part = new CapacityPart(config());
        assertThat(part.health()).isEqualTo(new Health(false, "not running", Map.of()));
        part.start();
        await(() -> part.health().details().containsKey("lastCheckpointAt"));
        assertThat(part.health().healthy()).isTrue();
        assertThat(part.health().details()).containsEntry("jobStatus", "RUNNING");

        long startNanos = System.nanoTime();
        part.close();
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                .isLessThan(Duration.ofSeconds(5));
        part.close();
        assertThat(part.health().healthy()).isFalse();
    }

    @Test
    void shouldSayWhatToDoWithoutABroker() {
        CapacityConfig config =
                new CapacityConfig(
                        Map.of(
                                "bootstrap.servers",
                                "127.0.0.1:1",
                                "default.api.timeout.ms",
                                "1000",
                                "request.timeout.ms",
                                "500"),
                        Duration.ofHours(24),
                        checkpoints.toString(),
                        Duration.ofSeconds(1),
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10));
        CapacityPart part = new CapacityPart(config);

        assertThatThrownBy(part::start)
                .isInstanceOf(PartFailedException.class)
                .hasMessage(
                        "no answer from a Kafka broker at 127.0.0.1:1; start it or set"
                                + " kafka.bootstrap.servers");
    }
}
