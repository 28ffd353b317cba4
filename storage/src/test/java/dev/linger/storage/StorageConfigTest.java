// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Settings;
import dev.linger.storage.upkeep.RetentionConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class StorageConfigTest {
    private static final Map<String, String> BROKER = Map.of("kafka.bootstrap.servers", "b:9092");

    @Test
    void shouldHaveDefaultsForAllButTheBroker() {
        assertThat(config(BROKER))
                .isEqualTo(
                        new StorageConfig(
                                new DatabaseConfig(
                                        "jdbc:postgresql://127.0.0.1:5432/linger", "linger", "", 4),
                                Map.of("bootstrap.servers", "b:9092"),
                                5_000,
                                Duration.ofMillis(500),
                                Duration.ofHours(1),
                                3,
                                new RetentionConfig(
                                        Duration.ofDays(400),
                                        Duration.ofDays(14),
                                        Duration.ofDays(14),
                                        Duration.ofDays(400),
                                        Duration.ofDays(3650),
                                        Duration.ofDays(90),
                                        Duration.ofDays(400),
                                        Duration.ofDays(400),
                                        Duration.ofDays(90),
                                        Duration.ofDays(400),
                                        Duration.ofDays(30))));
    }

    @Test
    void shouldTakeEveryKey() {
        Map<String, String> values = new HashMap<>(BROKER);
        values.put("storage.jdbc-url", "jdbc:postgresql://db/x");
        values.put("storage.user", "u");
        values.put("storage.password", "p");
        values.put("storage.connections", "9");
        values.put("storage.batch-rows", "7");
        values.put("storage.batch-wait", "2s");
        values.put("storage.clock-ahead", "5m");
        values.put("storage.pack-after-days", "12");
        values.put("storage.retention.service-minutes", "1d");
        values.put("storage.retention.endpoint-minutes", "2d");
        values.put("storage.retention.service-hours", "3d");
        values.put("storage.retention.service-days", "4d");
        values.put("storage.retention.findings", "5d");
        values.put("storage.retention.forecasts", "6d");
        values.put("storage.retention.dead-letters", "7d");
        values.put("storage.retention.hosts", "8d");
        values.put("storage.retention.host-minutes", "9d");
        values.put("storage.retention.endpoint-hours", "10d");
        values.put("storage.retention.endpoint-days", "11d");

        assertThat(config(values))
                .isEqualTo(
                        new StorageConfig(
                                new DatabaseConfig("jdbc:postgresql://db/x", "u", "p", 9),
                                Map.of("bootstrap.servers", "b:9092"),
                                7,
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                12,
                                new RetentionConfig(
                                        Duration.ofDays(1),
                                        Duration.ofDays(2),
                                        Duration.ofDays(9),
                                        Duration.ofDays(3),
                                        Duration.ofDays(4),
                                        Duration.ofDays(10),
                                        Duration.ofDays(11),
                                        Duration.ofDays(5),
                                        Duration.ofDays(6),
                                        Duration.ofDays(8),
                                        Duration.ofDays(7))));
    }

    @Test
    void shouldReadThePasswordFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "s3cret\n");
        Map<String, String> values = new HashMap<>(BROKER);
        values.put("storage.password-file", file.toString());

        assertThat(config(values).database().password()).isEqualTo("s3cret");
        assertThat(config(values).toString()).doesNotContain("s3cret");

        values.put("storage.password-file", directory.resolve("missing").toString());
        assertThatThrownBy(() -> config(values))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("storage.password-file");
    }

    @Test
    void shouldRefuseToStartWithoutABrokerOrWithAnotherDatabase() {
        assertThatThrownBy(() -> config(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.bootstrap.servers is missing");
        Map<String, String> values = new HashMap<>(BROKER);
        values.put("storage.jdbc-url", "jdbc:mysql://db/x");
        assertThatThrownBy(() -> config(values))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("jdbc:postgresql://host:port/database");
    }

    private static StorageConfig config(Map<String, String> values) {
        return StorageConfig.from(Settings.of(values, StorageConfig.SETTINGS));
    }
}
