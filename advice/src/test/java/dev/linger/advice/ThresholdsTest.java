// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class ThresholdsTest {
    @Test
    void shouldHaveTheMeasuredDefaults() {
        assertThat(Thresholds.defaults())
                .isEqualTo(
                        new Thresholds(
                                0.40,
                                0.50,
                                0.90,
                                Duration.ofSeconds(300),
                                Duration.ofSeconds(60),
                                100,
                                10));
    }

    @Test
    void shouldReadEveryKey() {
        assertThat(
                        from(
                                Map.of(
                                        "rules.ports-warn", "0.1",
                                        "rules.ports-high", "0.2",
                                        "rules.ports-critical", "0.3",
                                        "rules.keepalive-missing-idle", "1s",
                                        "rules.close-wait-leak-age", "2s",
                                        "rules.close-wait-leak-high", "5",
                                        "rules.server-closes-first-sockets", "6")))
                .isEqualTo(
                        new Thresholds(
                                0.1, 0.2, 0.3, Duration.ofSeconds(1), Duration.ofSeconds(2), 5, 6));
    }

    @Test
    void shouldRefuseThresholdsOutOfOrder() {
        assertThatThrownBy(() -> from(Map.of("rules.ports-warn", "0.6")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("rules.ports-warn")
                .hasMessageContaining("rising order");
    }

    private static Thresholds from(Map<String, String> values) {
        return Thresholds.from(Settings.of(values, Thresholds.SETTINGS));
    }
}
