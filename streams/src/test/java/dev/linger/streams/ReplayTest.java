// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.topic.Topic;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The same snapshots give the same results, byte for byte, whenever and however they are read. */
class ReplayTest {
    private static final long SEED = 20_261_121;
    private static final FleetHistory HISTORY =
            new FleetHistory(SEED, START, 20, new int[] {5, 10}).withFaults().withWrongClock();

    /** What the topics hold, record by record as text. */
    private record Written(
            List<String> minutes, List<String> findings, List<String> advice, List<String> dead) {}

    @TempDir private Path state;

    private Written write(Map<String, String> settings, Instant now) {
        try (PipelineDriver pipeline = new PipelineDriver(state, settings, now)) {
            pipeline.send(HISTORY);
            return new Written(
                    texts(pipeline, Topics.SERVICE_MINUTES),
                    texts(pipeline, Topics.FINDINGS),
                    texts(pipeline, Topics.ADVICE),
                    texts(pipeline, Topics.DEAD_LETTERS));
        }
    }

    private static List<String> texts(PipelineDriver pipeline, Topic<?> topic) {
        return pipeline.raw(topic).stream()
                .map(record -> record.key + " " + new String(record.value, UTF_8))
                .toList();
    }

    private static <V> List<String> texts(Topic<V> topic, List<V> values) {
        return values.stream()
                .map(value -> new String(topic.codec().encode(value), UTF_8))
                .toList();
    }

    private static List<String> withoutKeys(List<String> written) {
        return written.stream().map(text -> text.substring(text.indexOf('{'))).toList();
    }

    @Test
    void shouldWriteTheSameBytesAtAnotherTime() {
        Map<String, String> complete = Map.of("streams.live-interval", "0s");

        Written first = write(complete, START);

        assertThat(first.minutes).hasSizeGreaterThan(100);
        assertThat(first.findings)
                .anyMatch(text -> text.contains(FleetHistory.TROUBLED))
                .anyMatch(text -> text.contains("\"status\":\"resolved\""))
                .anyMatch(text -> text.contains("CLOCK_SKEWED"));
        assertThat(first.dead).isNotEmpty();
        assertThat(write(complete, START.plus(Duration.ofDays(3)))).isEqualTo(first);
    }

    @Test
    void shouldWriteTheSameBytesThroughRestarts() {
        Map<String, String> complete = Map.of("streams.live-interval", "0s");
        Written undisturbed = write(complete, START);
        Random random = new Random(SEED);
        RestartedPipeline pipeline = new RestartedPipeline(PipelineDriver.config(complete), state);
        for (FleetHistory.Sent sent : HISTORY.records()) {
            pipeline.send(sent);
            switch (random.nextInt(40)) {
                case 0 -> pipeline.passWithRestarts();
                case 1 -> pipeline.restart();
                default -> pipeline.pass();
            }
        }

        assertThat(texts(Topics.SERVICE_MINUTES, pipeline.minutes))
                .as("seed %d", SEED)
                .isEqualTo(withoutKeys(undisturbed.minutes));
        assertThat(
                        texts(
                                Topics.FINDINGS,
                                pipeline.changes.stream().map(change -> change.finding()).toList()))
                .isEqualTo(withoutKeys(undisturbed.findings));
        assertThat(
                        texts(
                                Topics.ADVICE,
                                pipeline.changes.stream()
                                        .flatMap(change -> change.advices().stream())
                                        .toList()))
                .isEqualTo(withoutKeys(undisturbed.advice));
    }

    @Test
    void shouldNotDependOnViewsOfRunningMinutes() {
        Written complete = write(Map.of("streams.live-interval", "0s"), START);
        try (PipelineDriver pipeline =
                new PipelineDriver(
                        state,
                        Map.of("streams.live-interval", "5s", "streams.idle-after", "10m"))) {
            Instant now = START;
            for (FleetHistory.Sent sent : HISTORY.records()) {
                pipeline.send(sent);
                pipeline.passTime(Duration.between(now, sent.at()));
                now = sent.at();
            }
            List<ServiceMinute> minutes = pipeline.minutes();

            assertThat(minutes).anyMatch(minute -> !minute.complete());
            assertThat(
                            texts(
                                    Topics.SERVICE_MINUTES,
                                    minutes.stream().filter(ServiceMinute::complete).toList()))
                    .isEqualTo(withoutKeys(complete.minutes));
            assertThat(texts(pipeline, Topics.FINDINGS)).isEqualTo(complete.findings);
        }
    }

    @Test
    void shouldRefuseARangeWithoutAMinute() {
        assertThatThrownBy(() -> new ReplayRange(START, START.minusSeconds(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--from is 2026-11-21T10:00:00Z");
        assertThatThrownBy(() -> new ReplayRange(START, START.plusSeconds(59)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no whole minute");
    }

    @Test
    void shouldTakeTheMinutesThatLieWhollyWithin() {
        ReplayRange range = new ReplayRange(START.plusSeconds(1), START.plusSeconds(180));

        assertThat(range.contains(START)).isFalse();
        assertThat(range.contains(START.plusSeconds(60))).isTrue();
        assertThat(range.contains(START.plusSeconds(120))).isTrue();
        assertThat(range.contains(START.plusSeconds(180))).isFalse();
    }

    @Test
    void shouldRefuseARangeThatIsNotOver() {
        StreamsConfig config = PipelineDriver.config(Map.of());
        ReplayRange range = new ReplayRange(START, START.plusSeconds(60));

        assertThatThrownBy(() -> new Replay(config, range, "again.", START.plusSeconds(74)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("2026-11-21T10:00:59Z");
    }

    @Test
    void shouldRefuseAPrefixThatNoTopicCanHave() {
        StreamsConfig config = PipelineDriver.config(Map.of());
        ReplayRange range = new ReplayRange(START, START.plusSeconds(60));
        for (String prefix : List.of("", "a/b", "a b")) {
            assertThatThrownBy(() -> new Replay(config, range, prefix, START.plusSeconds(900)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--topic-prefix is '" + prefix + "'");
        }
    }
}
