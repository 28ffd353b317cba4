// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class DashboardConfigTest {
    @Test
    void shouldListenOnLoopbackByDefault() {
        assertThat(from(Map.of()))
                .isEqualTo(new DashboardConfig("127.0.0.1", 8080, Duration.ofSeconds(2)));
    }

    @Test
    void shouldReadEveryKey() {
        assertThat(
                        from(
                                Map.of(
                                        "dashboard.http-host", "::1",
                                        "dashboard.http-port", "0",
                                        "dashboard.refresh", "500ms")))
                .isEqualTo(new DashboardConfig("::1", 0, Duration.ofMillis(500)));
    }

    @Test
    void shouldRefuseAPortThatDoesNotExist() {
        assertThatThrownBy(() -> from(Map.of("dashboard.http-port", "65536")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dashboard.http-port");
    }

    @Test
    void shouldRefuseToBeAskedWithoutPause() {
        assertThatThrownBy(() -> from(Map.of("dashboard.refresh", "0s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dashboard.refresh");
    }

    private static DashboardConfig from(Map<String, String> values) {
        return DashboardConfig.from(Settings.of(values, DashboardConfig.SETTINGS));
    }
}
