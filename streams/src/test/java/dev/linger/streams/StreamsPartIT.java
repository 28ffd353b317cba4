// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.broker.TestBroker;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.Settings;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
        return new StreamsPart(
                StreamsConfig.from(
                        Settings.of(
                                Map.of(
                                        "kafka.bootstrap.servers",
                                        broker.bootstrapServers(),
                                        "streams.state-directory",
                                        home.resolve("state").toString(),
                                        "streams.commit-interval",
                                        "200ms",
                                        "streams.live-interval",
                                        "1s"),
                                StreamsConfig.SETTINGS)));
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
