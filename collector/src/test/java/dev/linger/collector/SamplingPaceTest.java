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

    @Test
    void shouldKeepToTheConfigurationWhereScansAreCheap() {
        pace.fullTook(900 * MILLI);
        pace.fullTook(100 * MILLI);
        pace.fastTook(10 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pace.fastInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldStretchBothSoThatTheBudgetIsKept() {
        pace.fullTook(1);
        pace.fullTook(400 * MILLI);
        pace.fastTook(50 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.fastInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldNotStretchSoFarThatATimeWaitGoesUnseen() {
        pace.fullTook(1);
        pace.fullTook(10_000 * MILLI);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(50));
    }
}
