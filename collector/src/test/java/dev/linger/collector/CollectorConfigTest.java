// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class CollectorConfigTest {
    @Test
    void shouldHaveDefaults() {
        CollectorConfig config = config(Map.of());
        assertThat(config.host()).isNotBlank();
        assertThat(config.labels()).isEmpty();
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.fastInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.namespace()).isSameAs(NetworkNamespace.SELF);
        assertThat(config.maxGroups()).isEqualTo(1000);
        assertThat(config.cpuBudget()).isEqualTo(0.01);
        assertThat(config.spoolDirectory()).isEmpty();
        assertThat(config.spoolBytes()).isEqualTo(256L << 20);
        assertThat(config.source()).isNull();
        assertThat(config.kafka()).isEmpty();
    }

    @Test
    void shouldTakeEveryKey() {
        CollectorConfig config =
                config(
                        Map.ofEntries(
                                Map.entry("collector.host", "web-1"),
                                Map.entry("collector.labels", "region=eu, environment=prod"),
                                Map.entry("collector.interval", "1s"),
                                Map.entry("collector.fast-interval", "500ms"),
                                Map.entry("collector.namespace", "/run/netns/blue"),
                                Map.entry("collector.max-groups", "50"),
                                Map.entry("collector.cpu-budget", "0.05"),
                                Map.entry("collector.spool-dir", "/var/lib/linger/spool"),
                                Map.entry("collector.spool-bytes", "1048576"),
                                Map.entry("collector.reader", "proc"),
                                Map.entry("kafka.bootstrap.servers", "k:9092")));
        assertThat(config.host()).isEqualTo("web-1");
        assertThat(config.labels()).isEqualTo(Map.of("region", "eu", "environment", "prod"));
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.fastInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.namespace().file()).isEqualTo(Path.of("/run/netns/blue"));
        assertThat(config.maxGroups()).isEqualTo(50);
        assertThat(config.cpuBudget()).isEqualTo(0.05);
        assertThat(config.spoolDirectory()).isEqualTo("/var/lib/linger/spool");
        assertThat(config.spoolBytes()).isEqualTo(1 << 20);
        assertThat(config.source()).isEqualTo(SocketSource.PROC);
        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "k:9092"));
    }

    @Test
    void shouldRefuseWhatCannotWork() {
        refuses("collector.interval", "60s");
        refuses("collector.interval", "1ms");
        refuses("collector.namespace", "blue");
        refuses("collector.labels", "prod");
        refuses("collector.max-groups", "0");
        refuses("collector.cpu-budget", "2");
        refuses("collector.reader", "ebpf");
        refuses("collector.unknown", "1");
    }

    @Test
    void shouldRefuseToRunWithoutKafka() {
        assertThatThrownBy(() -> new Collector(config(Map.of())).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.bootstrap.servers");
    }

    private static void refuses(String key, String value) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .as("%s=%s", key, value)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    private static CollectorConfig config(Map<String, String> values) {
        return CollectorConfig.from(Settings.of(values, CollectorConfig.SETTINGS));
    }
}
