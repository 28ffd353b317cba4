// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class CapacityConfigTest {
    private static CapacityConfig config(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", "kafka:9092");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return CapacityConfig.from(Settings.of(values, CapacityConfig.SETTINGS));
    }

    @Test
    void shouldHaveDefaults() {
        assertThat(config())
                .isEqualTo(
                        new CapacityConfig(
                                Map.of("bootstrap.servers", "kafka:9092"),
                                Duration.ofHours(24),
                                "",
                                Duration.ofSeconds(30),
                                1,
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(10)));
    }

    @Test
    void shouldMapEveryKey() {
        assertThat(
                        config(
                                "kafka.security.protocol", "SSL",
                                "capacity.horizon", "7d",
                                "capacity.checkpoint-directory", "/var/lib/linger/capacity",
                                "capacity.checkpoint-interval", "5s",
                                "capacity.parallelism", "4",
                                "capacity.partition-idle-after", "90s",
                                "capacity.max-clock-lead", "1m"))
                .isEqualTo(
                        new CapacityConfig(
                                Map.of(
                                        "bootstrap.servers",
                                        "kafka:9092",
                                        "security.protocol",
                                        "SSL"),
                                Duration.ofDays(7),
                                "/var/lib/linger/capacity",
                                Duration.ofSeconds(5),
                                4,
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(1)));
    }

    @Test
    void shouldRefuseWhatItCannotRunWith() {
        assertRefused("kafka.bootstrap.servers", "", "kafka.bootstrap.servers is missing");
        assertRefused("capacity.horizon", "4m", "whole minutes from 5m to 30d");
        assertRefused("capacity.horizon", "31d", "whole minutes from 5m to 30d");
        assertRefused("capacity.horizon", "90500ms", "whole minutes from 5m to 30d");
        assertRefused("capacity.horizon", "soon", "capacity.horizon is 'soon'");
        assertRefused("capacity.checkpoint-interval", "0ms", "100ms or more");
        assertRefused("capacity.parallelism", "0", "a whole number from 1 to 1024");
        assertRefused("capacity.partition-idle-after", "0s", "write a time such as 30s");
        assertRefused("capacity.unknown", "1", "unknown configuration key capacity.unknown");
    }

    private static void assertRefused(String key, String value, String message) {
        assertThatThrownBy(() -> config(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNotRunInThisProcessWithoutACheckpointDirectory() {
        assertThatThrownBy(() -> new CapacityPart(config()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("capacity.checkpoint-directory is missing");
    }
}
