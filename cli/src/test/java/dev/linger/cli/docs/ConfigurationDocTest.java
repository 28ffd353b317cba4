// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.docs;

import dev.linger.advice.Thresholds;
import dev.linger.capacity.CapacityConfig;
import dev.linger.collector.CollectorConfig;
import dev.linger.dashboard.DashboardConfig;
import dev.linger.model.golden.GoldenFile;
import dev.linger.model.settings.Setting;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.StorageConfig;
import dev.linger.storage.upkeep.RetentionConfig;
import dev.linger.streams.StreamsConfig;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every configuration key of every part, as docs/configuration.md lists them. */
class ConfigurationDocTest {
    private static final String HEAD =
            """
            # Configuration

            Generated from the code. Give a key with `--set key=value`, or many in a properties file with `--config FILE`. Keys that begin with
            `kafka.` go to the Kafka client under the rest of their name; `kafka.bootstrap.servers` is needed wherever Kafka is.

            | key | default | meaning | form |
            |---|---|---|---|
            """;

    @Test
    void shouldListEveryKey() {
        Map<String, Setting<?>> byKey = new TreeMap<>();
        Stream.of(
                        CollectorConfig.SETTINGS,
                        StreamsConfig.SETTINGS,
                        Thresholds.SETTINGS,
                        CapacityConfig.SETTINGS,
                        DatabaseConfig.SETTINGS,
                        StorageConfig.SETTINGS,
                        RetentionConfig.SETTINGS,
                        DashboardConfig.SETTINGS)
                .map(List::copyOf)
                .flatMap(Collection::stream)
                .forEach(setting -> byKey.put(setting.key(), setting));
        StringBuilder table = new StringBuilder(HEAD);
        for (Setting<?> setting : byKey.values()) {
            table.append(
                    "| `%s` | %s | %s | %s |%n"
                            .formatted(
                                    setting.key(),
                                    setting.defaultText().isEmpty()
                                            ? ""
                                            : "`" + setting.defaultText() + "`",
                                    setting.doc().replace("|", "\\|"),
                                    setting.form()));
        }
        GoldenFile.assertMatches("docs/configuration.md", table.toString());
    }
}
