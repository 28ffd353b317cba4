// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.PartAnswer;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Settings;
import dev.linger.model.topic.Topics;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The part against a real broker. */
class StreamsPartIT {
    private final Instant begin =
            HostMinute.minuteOf(InstantSource.system().instant().minus(Duration.ofHours(2)));

    @TempDir private static Path home;
    private static TestBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(home.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static StreamsPart part() {
        return part(broker, "alone", Map.of());
    }

    /** An instance that commits often; instances of one directory's name are one after another. */
    private static StreamsPart part(TestBroker at, String directory, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("kafka.bootstrap.servers", at.bootstrapServers());
        settings.put("streams.state-directory", home.resolve(directory).toString());
        settings.put("streams.commit-interval", "200ms");
        settings.put("streams.live-interval", "1s");
        return new StreamsPart(StreamsConfig.from(Settings.of(settings, StreamsConfig.SETTINGS)));
    }

    @Test
    void shouldGoOnAfterARestartAndLoseNothing() throws Exception {
        try (FleetLoad load = new FleetLoad(broker.bootstrapServers(), 7, 40, 10, begin);
                TopicReader<ServiceMinute> minutes =
                        new TopicReader<>(broker.bootstrapServers(), Topics.SERVICE_MINUTES)) {
            long begun = System.nanoTime();
            try (StreamsPart first = part()) {
                first.start();
                assertThat(first.health().healthy()).as(first.health().summary()).isTrue();
                rounds(load, 9);
                assertThat(minutes.readUntil(read -> !read.isEmpty(), Duration.ofSeconds(20)))
                        .as("running minutes are seen at once")
                        .isNotEmpty();
            }
            try (StreamsPart second = part()) {
                second.start();
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("a closed part has left its group, so that the next starts at once")
                        .isLessThan(Duration.ofSeconds(40));
                rounds(load, 9);
                load.finish();
                List<ServiceMinute> expected = load.expected();
                List<ServiceMinute> complete =
                        minutes
                                .readUntil(
                                        read -> complete(read).size() >= expected.size(),
                                        Duration.ofSeconds(90))
                                .stream()
                                .filter(ServiceMinute::complete)
                                .toList();

                assertThat(complete(complete)).isEqualTo(expected);
                assertThat(second.health().details())
                        .containsEntry("state", "RUNNING")
                        .containsEntry("deadLettered", 0L);
            }
        }
    }

    @Test
    void shouldKeepItsTasksThroughARestartOfANamedInstance() throws Exception {
        try (StreamsPart survivor = named("survivor")) {
            survivor.start();
            try (StreamsPart first = named("restarted")) {
                first.start();
                awaitSettled(survivor, first);
            }
            Object before = rebalances(survivor);
            try (StreamsPart again = named("restarted")) {
                again.start();
                awaitRunning(again);
                assertThat(survivor.health().details())
                        .as("the survivor gave and took no task")
                        .containsEntry("rebalances", before)
                        .containsEntry("state", "RUNNING");
            }
        }
    }

    @Test
    void shouldFindAServiceOnWhicheverInstanceHasIt() throws Exception {
        Instant now = HostMinute.minuteOf(InstantSource.system().instant());
        try (TestBroker other = TestBroker.start(home.resolve("other-broker"));
                FleetLoad load = new FleetLoad(other.bootstrapServers(), 9, 40, 10, now);
                StreamsPart one = served(other, "one", 1001);
                StreamsPart two = served(other, "two", 1002)) {
            one.start();
            two.start();
            awaitRunning(one);
            load.round();
            for (int i = 0; i < 10; i++) {
                String path = "/services/service-" + i;
                await(() -> statuses(one, two, path).equals(List.of(200, 307)));
                boolean here = status(one, path) == 200;
                PartAnswer elsewhere = (here ? two : one).answer(path).orElseThrow();
                assertThat(elsewhere.location())
                        .isEqualTo(URI.create("http://127.0.0.1:" + (here ? 1001 : 1002) + path));
                PartAnswer found = (here ? one : two).answer(path).orElseThrow();
                ServiceMinute minute =
                        Topics.SERVICE_MINUTES.codec().decode(found.json().getBytes(UTF_8));
                assertThat(minute.service()).isEqualTo("service-" + i);
                assertThat(minute.complete()).isFalse();
            }
            await(() -> statuses(one, two, "/services/none").equals(List.of(307, 404)));
            assertThat(one.answer("/else")).isEmpty();
        }
    }

    private static List<Integer> statuses(StreamsPart one, StreamsPart two, String path) {
        return Stream.of(status(one, path), status(two, path)).sorted().toList();
    }

    private static int status(StreamsPart part, String path) {
        return part.answer(path).map(PartAnswer::status).orElse(0);
    }

    private static StreamsPart served(TestBroker at, String name, int port) {
        return part(
                at,
                name,
                Map.of(
                        "streams.application-id",
                        "served",
                        "streams.application-server",
                        "127.0.0.1:" + port));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("two minutes passed in vain").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Waits until a part works; a task that moved is restored by then. */
    private static void awaitRunning(StreamsPart part) {
        await(() -> part.health().healthy());
    }

    /**
     * Waits until both work and two seconds passed without a rebalance: a new member takes one to
     * join, and one more once others gave tasks up.
     */
    private static void awaitSettled(StreamsPart part, StreamsPart other) {
        Object[] last = {null, null};
        long[] since = {System.nanoTime()};
        await(() -> {
            Object[] now = {rebalances(part), rebalances(other)};
            boolean works = part.health().healthy() && other.health().healthy();
            if (!works || !Arrays.equals(now, last)) {
                since[0] = System.nanoTime();
                System.arraycopy(now, 0, last, 0, now.length);
            }
            return System.nanoTime() - since[0] > Duration.ofSeconds(2).toNanos();
        });
    }

    private static @Nullable Object rebalances(StreamsPart part) {
        return part.health().details().get("rebalances");
    }

    private static StreamsPart named(String name) {
        return part(
                broker,
                name,
                Map.of(
                        "streams.application-id",
                        "named",
                        "streams.instance-id",
                        name,
                        "streams.standby-replicas",
                        "1"));
    }

    private static void rounds(FleetLoad load, int count) {
        for (int i = 0; i < count; i++) {
            load.round();
        }
    }

    private static List<ServiceMinute> complete(List<ServiceMinute> read) {
        return read.stream()
                .filter(ServiceMinute::complete)
                .sorted(
                        Comparator.comparing(ServiceMinute::minute)
                                .thenComparing(ServiceMinute::service))
                .toList();
    }

    @Test
    void shouldSayWhatToDoWhereNoBrokerAnswers() {
        StreamsConfig config =
                StreamsConfig.from(
                        Settings.of(
                                Map.of(
                                        "kafka.bootstrap.servers",
                                        "127.0.0.1:1",
                                        "kafka.default.api.timeout.ms",
                                        "2000",
                                        "kafka.request.timeout.ms",
                                        "1000"),
                                StreamsConfig.SETTINGS));
        try (StreamsPart part = new StreamsPart(config)) {
            assertThatThrownBy(part::start)
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
    }
}
