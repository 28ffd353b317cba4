// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;

import org.apache.kafka.streams.KeyValue;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The life of a finding, from the first bad minute to the last quiet one. */
class FindingsTest {
    private static final long CALM = 10;
    private static final long BAD = 450;
    private static final long WORSE = 950;

    @TempDir private Path state;

    private PipelineDriver pipeline(int openAfter, String liveInterval) {
        return new PipelineDriver(
                state,
                Map.of(
                        "streams.commit-interval",
                        "1s",
                        "streams.live-interval",
                        liveInterval,
                        "rules.open-after-minutes",
                        Integer.toString(openAfter),
                        "rules.resolve-after-minutes",
                        "3"));
    }

    /** One snapshot in each minute, with so many TIME_WAIT of 1000 ports. */
    private static void minutes(PipelineDriver pipeline, int from, long... timeWait) {
        for (int i = 0; i < timeWait.length; i++) {
            pipeline.send(
                    snapshot(
                            "web-1",
                            from + i,
                            START.plusSeconds(60L * (from + i) + 20),
                            client("web", ENDPOINT, 0, timeWait[i])));
        }
    }

    private static List<Finding> pressure(PipelineDriver pipeline) {
        return pipeline.findings().stream()
                .filter(finding -> finding.rule() == RuleName.EPHEMERAL_PORTS_PRESSURE)
                .toList();
    }

    @Test
    void shouldOpenAfterEnoughBadMinutesInARow() {
        try (PipelineDriver pipeline = pipeline(2, "0s")) {
            minutes(pipeline, 0, BAD, CALM, BAD, CALM, CALM);
            assertThat(pressure(pipeline)).isEmpty();

            minutes(pipeline, 5, BAD, BAD, CALM);

            Finding opened = pressure(pipeline).getFirst();
            assertThat(opened.status()).isEqualTo(FindingStatus.OPEN);
            assertThat(opened.severity()).isEqualTo(Severity.WARN);
            assertThat(opened.service()).isEqualTo("web");
            assertThat(opened.endpoint()).isEqualTo(ENDPOINT);
            assertThat(opened.hosts()).containsExactly("web-1");
            assertThat(opened.openedAt()).isEqualTo(START.plusSeconds(300));
            assertThat(opened.observedAt()).isEqualTo(START.plusSeconds(360));
            assertThat(pipeline.advice()).extracting(Advice::findingId).contains(opened.id());
        }
    }

    @Test
    void shouldTellNewsOnlyAndResolveAfterEnoughQuietMinutes() {
        try (PipelineDriver pipeline = pipeline(1, "0s")) {
            minutes(pipeline, 0, BAD, BAD, WORSE, BAD, CALM, BAD, CALM, CALM, CALM, CALM);

            assertThat(pressure(pipeline))
                    .extracting(Finding::status, Finding::severity, Finding::observedAt)
                    .containsExactly(
                            tuple(FindingStatus.OPEN, Severity.WARN, 0),
                            tuple(FindingStatus.ONGOING, Severity.CRITICAL, 2),
                            tuple(FindingStatus.ONGOING, Severity.WARN, 3),
                            tuple(FindingStatus.RESOLVED, Severity.WARN, 5));
        }
    }

    private static Tuple tuple(FindingStatus status, Severity severity, int minute) {
        return new Tuple(status, severity, START.plusSeconds(60L * minute));
    }

    @Test
    void shouldResolveWhenTheServiceIsGone() {
        try (PipelineDriver pipeline = pipeline(1, "0s")) {
            minutes(pipeline, 0, BAD, BAD);
            for (int minute = 2; minute < 7; minute++) {
                pipeline.send(
                        snapshot(
                                "db-1",
                                minute,
                                START.plusSeconds(60L * minute + 20),
                                client("db", ENDPOINT, 1, 0)));
            }

            assertThat(pressure(pipeline))
                    .extracting(Finding::status)
                    .containsExactly(FindingStatus.OPEN, FindingStatus.RESOLVED);
        }
    }

    @Test
    void shouldOpenInTheRunningMinuteIfToldTo() {
        try (PipelineDriver pipeline = pipeline(0, "5s")) {
            minutes(pipeline, 0, BAD);
            pipeline.passTime(Duration.ofSeconds(5));
            pipeline.passTime(Duration.ofSeconds(3));

            assertThat(pressure(pipeline))
                    .extracting(Finding::status)
                    .containsExactly(FindingStatus.OPEN);
            assertThat(pipeline.minutes()).hasSize(1).noneMatch(ServiceMinute::complete);

            pipeline.passTime(Duration.ofSeconds(6));
            minutes(pipeline, 1, BAD, BAD);
            assertThat(pressure(pipeline)).as("nothing new").isEmpty();
        }
    }

    @Test
    void shouldKeyFindingsByIdAndComeToTheSameBytesAgain() {
        List<String> first = run();
        List<String> second = run();

        assertThat(first).isNotEmpty().isEqualTo(second);
    }

    private List<String> run() {
        List<String> bytes = new ArrayList<>();
        try (PipelineDriver pipeline = pipeline(1, "0s")) {
            minutes(pipeline, 0, BAD, WORSE, BAD, CALM, CALM, CALM, CALM);
            for (var topic : List.of(Topics.SERVICE_MINUTES, Topics.FINDINGS, Topics.ADVICE)) {
                for (KeyValue<String, byte[]> entry : pipeline.raw(topic)) {
                    bytes.add(entry.key + " " + HexFormat.of().formatHex(entry.value));
                }
            }
        }
        return bytes;
    }
}
