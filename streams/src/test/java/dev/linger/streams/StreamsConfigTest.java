// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.advice.Thresholds;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class StreamsConfigTest {
    private static final String BOOTSTRAP = "kafka.bootstrap.servers";

    private static StreamsConfig from(Map<String, String> values) {
        return StreamsConfig.from(Settings.of(values, StreamsConfig.SETTINGS));
    }

    @Test
    void shouldHaveDefaultsForAllButTheBroker() {
        assertThat(from(Map.of(BOOTSTRAP, "127.0.0.1:9092")))
                .isEqualTo(
                        new StreamsConfig(
                                "linger-streams",
                                Path.of(System.getProperty("java.io.tmpdir"), "linger-streams"),
                                1,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(30),
                                64,
                                0,
                                "",
                                "",
                                "network",
                                2,
                                3,
                                Thresholds.defaults(),
                                Map.of("bootstrap.servers", "127.0.0.1:9092")));
    }

    @Test
    void shouldReadEveryKey() {
        StreamsConfig config =
                from(
                        Map.ofEntries(
                                Map.entry(BOOTSTRAP, "broker:9092"),
                                Map.entry("kafka.security.protocol", "SSL"),
                                Map.entry("streams.application-id", "mine"),
                                Map.entry("streams.state-directory", "/var/lib/linger"),
                                Map.entry("streams.threads", "4"),
                                Map.entry("streams.commit-interval", "500ms"),
                                Map.entry("streams.live-interval", "0s"),
                                Map.entry("streams.grace", "1m"),
                                Map.entry("streams.idle-after", "2m"),
                                Map.entry("streams.max-endpoints", "10"),
                                Map.entry("streams.standby-replicas", "1"),
                                Map.entry("streams.instance-id", "streams-1"),
                                Map.entry("streams.application-server", "s1:7661"),
                                Map.entry("streams.network-label", "vpc"),
                                Map.entry("rules.open-after-minutes", "0"),
                                Map.entry("rules.resolve-after-minutes", "1"),
                                Map.entry("rules.ports-warn", "0.1")));

        assertThat(config.applicationId()).isEqualTo("mine");
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/linger"));
        assertThat(config.threads()).isEqualTo(4);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.liveInterval()).isZero();
        assertThat(config.grace()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.idleAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.maxEndpoints()).isEqualTo(10);
        assertThat(config.standbyReplicas()).isEqualTo(1);
        assertThat(config.instanceId()).isEqualTo("streams-1");
        assertThat(config.applicationServer()).isEqualTo("s1:7661");
        assertThat(config.networkLabel()).isEqualTo("vpc");
        assertThat(config.openAfterMinutes()).isZero();
        assertThat(config.resolveAfterMinutes()).isEqualTo(1);
        assertThat(config.thresholds().portsWarn()).isEqualTo(0.1);
        assertThat(config.kafka()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void shouldRefuseAMissingBroker() {
        assertThatThrownBy(() -> from(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(BOOTSTRAP);
    }

    @Test
    void shouldRefuseAnUnknownKey() {
        assertThatThrownBy(() -> from(Map.of("streams.graze", "1s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("streams.graze");
    }
}
