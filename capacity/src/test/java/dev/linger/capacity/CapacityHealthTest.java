// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.capacity.embedded.JobState;
import dev.linger.model.part.Health;

import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class CapacityHealthTest {
    private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

    private static Health health(
            JobStatus status,
            boolean running,
            @Nullable Instant lastCheckpoint,
            @Nullable String failure,
            Instant now) {
        JobState state =
                new JobState(
                        status,
                        running,
                        STARTED,
                        lastCheckpoint,
                        lastCheckpoint == null ? null : 2048L,
                        null,
                        failure,
                        Map.of(Tally.FORECASTS, 7L));
        return CapacityHealth.of(state, Duration.ofSeconds(30), now);
    }

    @Test
    void shouldBeHealthyWhileItRunsAndCheckpoints() {
        Instant checkpoint = STARTED.plusSeconds(600);
        Health health =
                health(JobStatus.RUNNING, true, checkpoint, null, checkpoint.plusSeconds(210));

        assertThat(health.healthy()).isTrue();
        assertThat(health.details())
                .containsEntry("forecasts", 7L)
                .containsEntry("checkpointBytes", 2048L)
                .containsEntry("lastCheckpointAt", "2026-11-21T10:10:00Z");
    }

    @Test
    void shouldBeHealthyBeforeTheFirstCheckpointIsDue() {
        assertThat(health(JobStatus.RUNNING, true, null, null, STARTED.plusSeconds(20)).healthy())
                .isTrue();
    }

    @Test
    void shouldBeUnhealthyWhenCheckpointsStay() {
        Health health = health(JobStatus.RUNNING, true, null, null, STARTED.plusSeconds(211));

        assertThat(health.healthy()).isFalse();
        assertThat(health.summary()).startsWith("no checkpoint for 211 s");
    }

    @Test
    void shouldBeUnhealthyWhileItRestarts() {
        Health health =
                health(JobStatus.RESTARTING, false, STARTED, "broker gone", STARTED.plusSeconds(5));

        assertThat(health.healthy()).isFalse();
        assertThat(health.summary()).isEqualTo("the job is restarting: broker gone");
    }
}
