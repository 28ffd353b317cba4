// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;
import dev.linger.streams.StreamsCounters.Counter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every edge of a minute, with event time given by the test. */
class PipelineTest {
    private static final Map<String, String> COMPLETE_ONLY = Map.of("streams.live-interval", "0s");
    private static final String HOST = "web-1";

    @TempDir private Path state;
    private PipelineDriver pipeline;

    @BeforeEach
    void open() {
        pipeline = new PipelineDriver(state, COMPLETE_ONLY);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static SocketSnapshot web(long sequence, int second, long established) {
        return snapshot(HOST, sequence, at(second), client("web", ENDPOINT, established, 0));
    }

    private static long established(ServiceMinute minute) {
        return minute.sockets().mean().states().established();
    }

    @Test
    void shouldPublishAMinuteOnceItAndItsGraceAreOver() {
        pipeline.send(web(0, 0, 10), web(1, 30, 20), web(2, 59, 30), web(3, 74, 99));
        assertThat(pipeline.minutes()).isEmpty();

        pipeline.send(web(4, 75, 99));

        List<ServiceMinute> minutes = pipeline.minutes();
        assertThat(minutes).hasSize(1);
        assertThat(minutes.getFirst().complete()).isTrue();
        assertThat(minutes.getFirst().minute()).isEqualTo(START);
        assertThat(minutes.getFirst().snapshots()).isEqualTo(3);
        assertThat(established(minutes.getFirst())).isEqualTo(20);
    }

    private static SocketSnapshot web(long sequence, String time, long established) {
        return snapshot(
                HOST,
                sequence,
                Instant.parse("2026-11-21T" + time + "Z"),
                client("web", ENDPOINT, established, 0));
    }

    @Test
    void shouldPutASnapshotOnTheEdgeIntoTheMinuteThatBegins() {
        pipeline.send(
                web(0, "09:59:59.999", 1),
                web(1, "10:00:00.000", 10),
                web(2, "10:00:59.999", 30),
                web(3, "10:01:00.000", 99),
                web(4, "10:01:15.000", 99));

        assertThat(pipeline.minutes())
                .extracting(ServiceMinute::minute, PipelineTest::established)
                .containsExactly(tuple(at(-60), 1L), tuple(START, 20L));
    }

    @Test
    void shouldTakeTheLastSnapshotThatComesBeforeTheGraceEnds() {
        pipeline.send(web(0, 10, 10), web(2, "10:01:14.999", 99), web(1, 59, 30));
        assertThat(pipeline.minutes()).isEmpty();

        pipeline.send(web(3, "10:01:15.000", 99));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(20);
        assertThat(pipeline.deadLetters()).isEmpty();
    }

    @Test
    void shouldNotCountADuplicateThatComesBeyondTheGrace() {
        pipeline.send(web(0, 10, 10), web(1, 75, 99), web(0, 10, 10));

        assertThat(pipeline.minutes()).hasSize(1).allMatch(minute -> minute.snapshots() == 1);
        assertThat(pipeline.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly(DeadLetter.Reason.TOO_LATE);
        assertThat(pipeline.counters.get(Counter.DUPLICATES)).isZero();
    }

    @Test
    void shouldSortSnapshotsIntoTheirMinutesThatComeOutOfOrder() {
        pipeline.send(
                web(4, 65, 5), web(0, 10, 10), web(5, 70, 7), web(1, 50, 20), web(6, 135, 99));

        assertThat(pipeline.minutes())
                .extracting(ServiceMinute::minute, PipelineTest::established)
                .containsExactly(tuple(START, 15L), tuple(at(60), 6L));
    }

    @Test
    void shouldNotPublishAServiceForAMinuteInWhichItSentNothing() {
        pipeline.send(web(0, 10, 10), snapshot("db-1", 0, at(70), client("db", ENDPOINT, 3, 0)));
        pipeline.send(web(1, 130, 30), web(2, 195, 99));

        assertThat(pipeline.minutes())
                .extracting(ServiceMinute::minute, ServiceMinute::service)
                .containsExactly(tuple(START, "web"), tuple(at(60), "db"), tuple(at(120), "web"));
    }

    @Test
    void shouldTakeSnapshotsWithinTheGrace() {
        pipeline.send(web(0, 10, 10), web(2, 70, 99), web(1, 59, 30), web(3, 75, 99));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(20);
        assertThat(pipeline.deadLetters()).isEmpty();
    }

    @Test
    void shouldRefuseSnapshotsBeyondTheGrace() {
        pipeline.send(web(0, 10, 10), web(2, 75, 99), web(1, 59, 30));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(10);
        List<DeadLetter> letters = pipeline.deadLetters();
        assertThat(letters)
                .extracting(DeadLetter::reason)
                .containsExactly(DeadLetter.Reason.TOO_LATE);
        assertThat(letters.getFirst().detail()).contains("2026-11-21T10:00:00Z");
        assertThat(letters.getFirst().valueBase64()).isNotEmpty();
        assertThat(pipeline.counters.deadLetters(DeadLetter.Reason.TOO_LATE)).isEqualTo(1);
    }

    @Test
    void shouldNotDependOnTheOrderWithinAMinute() {
        pipeline.send(web(2, 50, 30), web(0, 10, 10), web(1, 30, 20), web(9, 75, 0));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(20);
    }

    @Test
    void shouldCountADuplicateOnce() {
        pipeline.send(
                web(0, 10, 10), web(1, 20, 20), web(0, 10, 10), web(1, 20, 20), web(9, 75, 0));

        ServiceMinute minute = pipeline.minutes().getFirst();
        assertThat(minute.snapshots()).isEqualTo(2);
        assertThat(established(minute)).isEqualTo(15);
        assertThat(pipeline.counters.get(Counter.DUPLICATES)).isEqualTo(2);
        assertThat(pipeline.deadLetters()).isEmpty();
    }

    @Test
    void shouldCountTheSequencesOfEachBootApart() {
        pipeline.send(
                web(0, 10, 10),
                snapshot(
                        HOST,
                        "boot-2",
                        0,
                        at(20),
                        List.of(client("web", ENDPOINT, 30, 0)),
                        List.of()),
                web(9, 75, 0));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(20);
    }

    @Test
    void shouldAddUpTheHostsOfAService() {
        pipeline.send(
                web(0, 10, 10),
                snapshot("web-2", 0, at(11), client("web", ENDPOINT, 5, 0)),
                snapshot("db-1", 0, at(12), client("backup", ENDPOINT, 1, 0)),
                web(9, 75, 0));

        List<ServiceMinute> minutes = pipeline.minutes();
        assertThat(minutes).extracting(ServiceMinute::service).containsExactly("backup", "web");
        assertThat(minutes.getLast().hosts()).isEqualTo(2);
        assertThat(established(minutes.getLast())).isEqualTo(15);
    }

    @Test
    void shouldSkipEmptyMinutes() {
        pipeline.send(web(0, 10, 10), web(1, 310, 20), web(2, 375, 0));

        assertThat(pipeline.minutes())
                .extracting(ServiceMinute::minute)
                .containsExactly(START, at(300));
    }

    @Test
    void shouldJoinTheHostsKernel() {
        pipeline.send(Fleet.kernel(HOST, at(1)));
        pipeline.send(web(0, 10, 10), web(9, 75, 0));

        assertThat(Objects.requireNonNull(pipeline.minutes().getFirst().kernel()))
                .isEqualTo(
                        new KernelContext(
                                HOST,
                                Fleet.NAMESPACE,
                                Map.of("net.ipv4.tcp_tw_reuse", "2"),
                                Map.of(),
                                Map.of(),
                                null));
    }

    @Test
    void shouldShowARunningMinuteAgainOnlyWhenItLooksDifferent() {
        pipeline.close();
        pipeline = new PipelineDriver(state, Map.of("streams.live-interval", "10s"));
        pipeline.send(web(0, 0, 100));
        assertThat(viewed()).containsExactly(100L);

        pipeline.send(web(1, 10, 104));
        assertThat(viewed()).as("a mean of 102").isEmpty();

        pipeline.send(web(2, 20, 300));
        assertThat(viewed()).containsExactly(168L);
    }

    private List<Long> viewed() {
        pipeline.passTime(Duration.ofSeconds(10));
        pipeline.passTime(Duration.ofSeconds(5));
        return pipeline.minutes().stream().map(PipelineTest::established).toList();
    }

    @Test
    void shouldCloseTheMinutesOfASilentFleetByTheWallClock() {
        pipeline.send(web(0, 10, 10));

        pipeline.passTime(Duration.ofSeconds(74));
        assertThat(pipeline.minutes()).isEmpty();

        pipeline.passTime(Duration.ofSeconds(2));
        assertThat(pipeline.minutes()).hasSize(1).allMatch(ServiceMinute::complete);

        pipeline.send(web(1, 59, 20), web(2, 80, 7), web(3, 135, 0));
        assertThat(pipeline.deadLetters()).hasSize(1);
        assertThat(pipeline.minutes()).extracting(PipelineTest::established).containsExactly(7L);
    }

    @Test
    void shouldNotLetAHostWithAFastClockCloseTheMinute() {
        pipeline.send(web(0, 10, 10));
        SocketSnapshot fast = snapshot("fast", 0, at(80), client("web", ENDPOINT, 1, 0));
        pipeline.sendRaw("fast", Topics.SOCKET_SNAPSHOTS.codec().encode(fast), at(55));
        pipeline.send(web(1, 58, 20));

        assertThat(pipeline.deadLetters()).isEmpty();
        assertThat(pipeline.minutes()).isEmpty();
    }

    @Test
    void shouldUseTheRecordsTimeWhereTheHostsClockIsOff() {
        SocketSnapshot slow = snapshot("slow", 0, at(-3600), client("web", ENDPOINT, 4, 0));
        pipeline.send(web(0, 10, 10));
        pipeline.sendRaw("slow", Topics.SOCKET_SNAPSHOTS.codec().encode(slow), at(12));
        pipeline.send(web(9, 75, 0));

        assertThat(established(pipeline.minutes().getFirst())).isEqualTo(14);
    }
}
