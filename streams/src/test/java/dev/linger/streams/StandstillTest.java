// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class StandstillTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private final Standstill standstill = new Standstill(Duration.ofSeconds(60));

    private Duration at(int second, long processed, long waiting) {
        return standstill.observe(BEGIN.plusSeconds(second), processed, waiting);
    }

    @Test
    void shouldTellAnInstanceThatLeavesRecordsWaiting() {
        assertThat(at(0, 10, 5)).isZero();
        assertThat(at(60, 10, 5)).isZero();
        assertThat(at(61, 10, 7)).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void shouldNotBlameAnInstanceThatWorksOrHasNothingToDo() {
        assertThat(at(0, 10, 5)).isZero();
        assertThat(at(50, 11, 9000)).isZero();
        assertThat(at(100, 11, 9000)).isZero();
        assertThat(at(105, 11, 0)).isZero();
        assertThat(at(300, 11, 0)).isZero();
        assertThat(at(301, 11, 1)).isZero();
    }
}
