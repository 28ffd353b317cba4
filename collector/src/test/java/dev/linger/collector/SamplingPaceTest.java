// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class SamplingPaceTest {
    private static final long MILLI = 1_000_000;

    private final SamplingPace pace =
            new SamplingPace(
                    CollectorConfig.from(
                            Settings.of(
                                    Map.of("collector.cpu-budget", "0.03"),
                                    CollectorConfig.SETTINGS)));

    private void fullTookEachTime(long millis) {
        for (int scan = 0; scan < 3; scan++) {
            pace.fullTook(millis * MILLI);
        }
    }

    @Test
    void shouldKeepToTheConfigurationWhereScansAreCheap() {
        fullTookEachTime(100);
        pace.fastTook(10 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pace.fastInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldStretchBothSoThatTheBudgetIsKept() {
        fullTookEachTime(400);
        pace.fastTook(50 * MILLI);
        pace.fastTook(60 * MILLI);
        pace.fastTook(70 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.fastInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    /** A collector that started on a busy host reported every 50 s for its first minutes. */
    @Test
    void shouldNotStretchForAColdStartOrOneHiccup() {
        pace.fullTook(900 * MILLI);
        pace.fullTook(700 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(10));
        pace.fullTook(10 * MILLI);
        pace.fullTook(5_000 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldNotStretchSoFarThatATimeWaitGoesUnseen() {
        fullTookEachTime(10_000);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(50));
    }
}
