// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static dev.linger.streams.Fleet.ENDPOINT;
import static dev.linger.streams.Fleet.client;
import static dev.linger.streams.Fleet.snapshot;
import static dev.linger.streams.PipelineDriver.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linger.advice.Signal;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.RuleName;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.topic.DeadLetter;
import dev.linger.model.topic.Topics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Hosts that go silent, lose snapshots, or keep the wrong time. */
class HostFindingsTest {
    private static final String HOST = "web-1";
    private static final String OTHER = "web-2";

    @TempDir private Path state;

    @SuppressWarnings("NullAway.Init") // set by open
    private PipelineDriver pipeline;

    private void open(String liveInterval) {
        pipeline =
                new PipelineDriver(
                        state,
                        Map.of(
                                "streams.live-interval",
                                liveInterval,
                                "rules.open-after-minutes",
                                "1",
                                "rules.resolve-after-minutes",
                                "2"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static SocketSnapshot of(String host, long sequence, int second) {
        return snapshot(host, sequence, START.plusSeconds(second), client("web", ENDPOINT, 10, 0));
    }

    private List<Finding> findings(RuleName rule) {
        return pipeline.findings().stream().filter(finding -> finding.rule() == rule).toList();
    }

    /** One host's clock is right, the other's behind, or ahead where that is negative. */
    private void sendTwentyOfEachHost(Duration behind) {
        int behindSeconds = Math.toIntExact(behind.toSeconds());
        for (int i = 0; i < 20; i++) {
            int second = 10 * i;
            pipeline.send(of(OTHER, i, second));
            sendLate(of(HOST, i, second - behindSeconds), behindSeconds);
        }
    }

    /** Sends a snapshot whose host's clock is so far behind the record's timestamp. */
    private void sendLate(SocketSnapshot snapshot, int behindSeconds) {
        Instant recordTimestamp = snapshot.observedAt().plusSeconds(behindSeconds);
        pipeline.sendRaw(
                snapshot.host(), Topics.SOCKET_SNAPSHOTS.codec().encode(snapshot), recordTimestamp);
    }

    @Test
    void shouldFindANatWithoutPortsOnItsHost() {
        open("0s");
        pipeline.send(Fleet.nat(HOST, START.minusSeconds(60), 7));
        pipeline.send(Fleet.nat(HOST, START, 36));
        for (int i = 0; i < 20; i++) {
            pipeline.send(of(HOST, i, 5 + 10 * i));
        }

        Finding found = findings(RuleName.SNAT_POOL_EXHAUSTED).getFirst();
        assertThat(found.service()).isEqualTo(HOST);
        assertThat(found.endpoint()).isEqualTo(Signal.HOST);
        assertThat(found.evidence()).containsEntry("failedInserts", 29);
    }

    @Test
    void shouldFindTheHostThatIsSetOtherwiseThanTheFleet() {
        open("0s");
        for (int host = 0; host < 5; host++) {
            pipeline.send(Fleet.kernel("db-" + host, START));
        }
        pipeline.send(Fleet.kernel(HOST, START, "1"));
        for (int i = 0; i < 20; i++) {
            for (int host = 0; host < 5; host++) {
                pipeline.send(of("db-" + host, i, 5 + 10 * i));
            }
            pipeline.send(of(HOST, i, 5 + 10 * i));
        }

        assertThat(findings(RuleName.SYSCTL_DRIFT)).extracting(Finding::service).containsOnly(HOST);
    }

    @Test
    void shouldMissAHostThatSendsNothing() {
        open("0s");
        pipeline.send(of(HOST, 0, 5), of(OTHER, 0, 10));
        for (int i = 1; i < 30; i++) {
            pipeline.send(of(OTHER, i, 10 + 10 * i));
        }
        pipeline.send(of(HOST, 1, 300));
        for (int i = 30; i < 60; i++) {
            pipeline.send(of(OTHER, i, 10 + 10 * i), of(HOST, i - 28, 10 + 10 * i));
        }

        List<Finding> silent = findings(RuleName.HOST_SILENT);
        assertThat(silent)
                .extracting(Finding::status)
                .containsExactly(FindingStatus.OPEN, FindingStatus.RESOLVED);
        assertThat(silent.getFirst().service()).isEqualTo(HOST);
        assertThat(silent.getFirst().hosts()).containsExactly(HOST);
        assertThat(silent.getFirst().openedAt()).isEqualTo(START);
    }

    @Test
    void shouldForgetEverythingOfAHostThatIsGoneForADay() {
        open("0s");
        int day = 24 * 3600;
        pipeline.send(Fleet.kernel(HOST, START));
        pipeline.send(labelled(HOST, 5));
        pipeline.send(of(OTHER, 0, 10), of(OTHER, 1, day - 60), labelled(OTHER, day));
        assertThat(knownHosts()).contains(HOST);

        pipeline.send(of(OTHER, 3, day + 300), of(OTHER, 4, day + 400));

        assertThat(knownHosts()).doesNotContain(HOST).contains(OTHER);
    }

    private List<String> knownHosts() {
        return Stream.of(
                        PipelineNames.HOST_KERNELS_STORE,
                        PipelineNames.HOST_PRESENCE_STORE,
                        PipelineNames.HOST_LABELS_STORE)
                .flatMap(store -> pipeline.keysOf(store).stream())
                .toList();
    }

    private static SocketSnapshot labelled(String host, int second) {
        return Fleet.labelled(
                host,
                Map.of("region", "north"),
                "boot-1",
                2,
                START.plusSeconds(second),
                List.of(),
                List.of());
    }

    @Test
    void shouldMissTheOnlyHostOfAPartitionByTheWallClock() {
        open("5s");
        pipeline.send(of(HOST, 0, 5));
        for (int second = 0; second < 120; second++) {
            pipeline.passTime(Duration.ofSeconds(1));
        }

        assertThat(findings(RuleName.HOST_SILENT))
                .extracting(Finding::status)
                .containsExactly(FindingStatus.OPEN);
    }

    @Test
    void shouldCountTheSnapshotsThatAreMissing() {
        open("0s");
        pipeline.send(of(HOST, 4, 5), of(HOST, 5, 15), of(HOST, 7, 35), of(HOST, 10, 65));
        pipeline.send(of(HOST, 11, 75), of(HOST, 12, 135));

        List<Finding> gaps = findings(RuleName.SNAPSHOT_GAP);
        assertThat(gaps.getFirst().evidence()).containsEntry("missingSnapshots", 1);
        assertThat(gaps.getFirst().observedAt()).isEqualTo(START);
    }

    @Test
    void shouldNotMissWhatCameOutOfOrderOrFromANewBoot() {
        open("0s");
        pipeline.send(of(HOST, 4, 5), of(HOST, 6, 25), of(HOST, 5, 15));
        pipeline.send(
                snapshot(HOST, "boot-2", 0, START.plusSeconds(65), List.of(), List.of()),
                snapshot(HOST, "boot-2", 1, START.plusSeconds(75), List.of(), List.of()),
                snapshot(HOST, "boot-2", 2, START.plusSeconds(140), List.of(), List.of()));

        assertThat(findings(RuleName.SNAPSHOT_GAP)).isEmpty();
    }

    @Test
    void shouldMoveAWrongClockToTheBrokersAndSaySo() {
        open("0s");
        for (int i = 0; i < 9; i++) {
            sendLate(of(HOST, i, 10 * i - 3600), 3600);
            pipeline.send(of(OTHER, i, 10 * i));
        }

        assertThat(pipeline.deadLetters()).isEmpty();
        ServiceMinute minute = pipeline.minutes().getFirst();
        assertThat(minute.minute()).isEqualTo(START);
        assertThat(minute.hosts()).isEqualTo(2);
        assertThat(findings(RuleName.CLOCK_SKEWED))
                .extracting(Finding::service)
                .containsExactly(HOST);
    }

    @ParameterizedTest
    @CsvSource({"PT2M", "PT-2M", "PT3H", "PT-3H", "PT23H", "PT-23H"})
    void shouldUseTheBrokersTimeWhereAClockIsMinutesOrHoursOff(Duration behind) {
        open("0s");
        sendTwentyOfEachHost(behind);

        assertThat(pipeline.deadLetters()).isEmpty();
        assertThat(pipeline.minutes())
                .extracting(ServiceMinute::minute, ServiceMinute::hosts, ServiceMinute::snapshots)
                .containsExactly(tuple(START, 2, 12L), tuple(START.plusSeconds(60), 2, 12L));
        List<Finding> findings = pipeline.findings();
        assertThat(findings)
                .extracting(Finding::rule, Finding::service)
                .containsExactly(tuple(RuleName.CLOCK_SKEWED, HOST));
        assertThat(findings.getFirst().evidence())
                .containsEntry("hostBehindBrokerSeconds", behind.toMillis() / 1000.0);
    }

    @ParameterizedTest
    @CsvSource({"PT25H", "PT-25H", "P365D", "P-365D"})
    void shouldRefuseSnapshotsOfAClockThatIsMoreThanADayOff(Duration behind) {
        open("0s");
        sendTwentyOfEachHost(behind);

        assertThat(pipeline.deadLetters())
                .hasSize(20)
                .extracting(DeadLetter::reason)
                .containsOnly(DeadLetter.Reason.TIMESTAMP_OUT_OF_RANGE);
        assertThat(pipeline.minutes()).hasSize(2).allMatch(minute -> minute.hosts() == 1);
        assertThat(pipeline.findings()).isEmpty();
    }

    /** A collector that begins anew, within a minute and at the same second as it ended. */
    @Test
    void shouldNeitherMissNorDoubleWhatANewBootSends() {
        open("0s");
        pipeline.send(of(HOST, 1000, 5), of(HOST, 1001, 15));
        for (int i = 0; i < 12; i++) {
            pipeline.send(
                    snapshot(
                            HOST,
                            "boot-2",
                            i,
                            START.plusSeconds(15 + 10L * i),
                            List.of(client("web", ENDPOINT, 10, 0)),
                            List.of()));
        }
        pipeline.send(of(HOST, 1001, 15));

        ServiceMinute first = pipeline.minutes().getFirst();
        assertThat(first.snapshots()).isEqualTo(7);
        assertThat(first.sockets().mean().states().established()).isEqualTo(10);
        assertThat(findings(RuleName.SNAPSHOT_GAP)).isEmpty();
        assertThat(pipeline.deadLetters())
                .as("the duplicate came when its minute was closed")
                .hasSize(1);
    }

    @Test
    void shouldNotTakeADelayForAWrongClock() {
        open("0s");
        pipeline.send(of(HOST, 0, 0), of(HOST, 1, 10));
        sendLate(of(HOST, 2, 20), 40);
        sendLate(of(HOST, 3, 30), 31);
        pipeline.send(of(HOST, 4, 75));

        assertThat(pipeline.minutes().getFirst().snapshots()).isEqualTo(4);
        assertThat(findings(RuleName.CLOCK_SKEWED)).isEmpty();
    }
}
