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
                                10,
                                0.99,
                                0.80,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(350),
                                100,
                                0.02,
                                600,
                                Duration.ofSeconds(60),
                                Duration.ofMillis(500),
                                0.1,
                                10,
                                0.8,
                                0.05,
                                10,
                                Map.of()));
    }

    @Test
    void shouldReadEveryKey() {
        assertThat(
                        from(
                                Map.ofEntries(
                                        Map.entry("rules.ports-warn", "0.1"),
                                        Map.entry("rules.ports-high", "0.2"),
                                        Map.entry("rules.ports-critical", "0.3"),
                                        Map.entry("rules.keepalive-missing-idle", "1s"),
                                        Map.entry("rules.close-wait-leak-age", "2s"),
                                        Map.entry("rules.close-wait-leak-high", "5"),
                                        Map.entry("rules.server-closes-first-sockets", "6"),
                                        Map.entry("rules.ports-exhausted", "0.4"),
                                        Map.entry("rules.time-wait-table-near", "0.5"),
                                        Map.entry("rules.connect-stalled-age", "3s"),
                                        Map.entry("rules.close-unacknowledged-age", "4s"),
                                        Map.entry("rules.middlebox-idle", "5s"),
                                        Map.entry("rules.fin-wait2-pileup", "7"),
                                        Map.entry("rules.write-stalled-share", "0.6"),
                                        Map.entry("rules.abortive-close-warn", "8"),
                                        Map.entry("rules.half-closed-age", "9s"),
                                        Map.entry("rules.pool-notice-age", "10s"),
                                        Map.entry("rules.bind-shared-ports", "0.7"),
                                        Map.entry("rules.shared-sockets-warn", "11"),
                                        Map.entry("rules.descriptors-near", "0.75"),
                                        Map.entry("rules.nagle-held-share", "0.65"),
                                        Map.entry("rules.conntrack-failures", "12"),
                                        Map.entry(
                                                "rules.sysctl-baseline",
                                                "net.core.somaxconn = 4096; a=1  2;"))))
                .isEqualTo(
                        new Thresholds(
                                0.1,
                                0.2,
                                0.3,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                5,
                                6,
                                0.4,
                                0.5,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                7,
                                0.6,
                                8,
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                0.7,
                                11,
                                0.75,
                                0.65,
                                12,
                                Map.of("net.core.somaxconn", "4096", "a", "1 2")));
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
