// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.publish.PublishReport;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class CollectorHealthTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Test
    void shouldBeHealthyWhileSnapshotsAreTakenAndAcknowledged() {
        assertThat(problem("", 9, 9, 100, "")).isEmpty();
    }

    @Test
    void shouldSayWhatKeepsScansFromSucceeding() {
        assertThat(problem("sock_diag: EPERM", 0, 0, 0, "")).isEqualTo("sock_diag: EPERM");
    }

    @Test
    void shouldNoticeThatScansDoNotGoOn() {
        assertThat(problem("", 30, 0, 0, "")).isEmpty();
        assertThat(problem("", 31, 0, 0, "")).contains("no snapshot was taken for 31 s");
    }

    @Test
    void shouldWaitThreeIntervalsForKafka() {
        assertThat(problem("", 0, 30, 100, "Kafka is away")).isEmpty();
        assertThat(problem("", 0, 31, 100, "Kafka is away"))
                .isEqualTo("Kafka has acknowledged nothing for 31 s: Kafka is away");
    }

    @Test
    void shouldBeHealthyWhereNothingWaits() {
        assertThat(problem("", 0, 3600, 0, "")).isEmpty();
    }

    @Test
    void shouldWaitTenSecondsHoweverShortTheIntervalIs() {
        PublishReport report = report(10, 1, "");
        assertThat(CollectorHealth.problem("", Duration.ZERO, Duration.ofMillis(100), report))
                .isEmpty();
    }

    private static String problem(
            String scan, long sinceSnapshot, long sinceAcknowledged, long waiting, String sending) {
        return CollectorHealth.problem(
                scan,
                Duration.ofSeconds(sinceSnapshot),
                INTERVAL,
                report(sinceAcknowledged, waiting, sending));
    }

    private static PublishReport report(long sinceAcknowledged, long waiting, String problem) {
        return new PublishReport(
                5, Duration.ofSeconds(sinceAcknowledged), waiting, 0, 0, 0, 0, problem);
    }
}
