// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SettingsTest {
    private static final Setting<Duration> INTERVAL =
            Setting.duration("collector.interval", "10s", "time between snapshots");
    private static final Setting<Long> CAP =
            Setting.integer("collector.groups", 4096, 1, 100_000, "groups per snapshot");

    private static Settings of(Map<String, String> values) {
        return Settings.of(values, List.of(INTERVAL, CAP));
    }

    @Test
    void shouldUseDefaultsWhereNothingIsSet() {
        assertThat(of(Map.of()).get(INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(of(Map.of()).get(CAP)).isEqualTo(4096);
    }

    @Test
    void shouldUseWhatIsSet() {
        Settings settings = of(Map.of("collector.interval", "500ms", "collector.groups", "7"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.get(CAP)).isEqualTo(7);
    }

    @Test
    void shouldRefuseUnknownKeysByName() {
        assertThatThrownBy(() -> of(Map.of("collector.intervall", "1s", "x", "y")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("keys collector.intervall, x")
                .hasMessageContaining("known are collector.interval, collector.groups");
    }

    @Test
    void shouldNameKeyValueAndFormOfAWrongValue() {
        assertThatThrownBy(() -> of(Map.of("collector.interval", "10")).get(INTERVAL))
                .hasMessageContaining("collector.interval is '10'; write a time such as");
        assertThatThrownBy(() -> of(Map.of("collector.groups", "0")).get(CAP))
                .hasMessageContaining("collector.groups is '0'; write a whole number from 1 to");
    }

    @Test
    void shouldHandKafkasOwnKeysToKafka() {
        assertThat(of(Map.of("kafka.security.protocol", "SSL")).kafka())
                .isEqualTo(Map.of("security.protocol", "SSL"));
    }
}
