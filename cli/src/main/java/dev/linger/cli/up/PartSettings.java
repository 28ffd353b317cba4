// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.capacity.CapacityConfig;
import dev.linger.cli.embedded.DataDirectory;
import dev.linger.cli.run.GivenSettings;
import dev.linger.collector.CollectorConfig;
import dev.linger.dashboard.DashboardConfig;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.StorageConfig;
import dev.linger.streams.StreamsConfig;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configuration of each part under {@code linger up}: what only fits one way is fixed, what
 * suits one host rather than a fleet is preferred, the rest is the operator's.
 */
final class PartSettings {
    private static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

    private static final List<Setting<?>> ALL =
            Stream.of(
                            CollectorConfig.SETTINGS,
                            StreamsConfig.SETTINGS,
                            CapacityConfig.SETTINGS,
                            StorageConfig.SETTINGS,
                            DashboardConfig.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    private static final Set<String> FIXED =
            Set.of(
                    BOOTSTRAP_SERVERS,
                    "collector.spool-dir",
                    "streams.state-directory",
                    "capacity.checkpoint-directory",
                    "storage.jdbc-url",
                    "storage.user",
                    "dashboard.http-host",
                    "dashboard.http-port");

    private final GivenSettings given;
    private final DataDirectory data;

    /**
     * Checks what the operator set.
     *
     * @throws dev.linger.model.settings.ConfigurationException naming keys that are unknown or
     *     fixed
     */
    PartSettings(GivenSettings given, DataDirectory data) {
        given.check(ALL, FIXED);
        this.given = given;
        this.data = data;
    }

    CollectorConfig collector(String brokers) {
        return CollectorConfig.from(
                given.share(
                        CollectorConfig.SETTINGS,
                        Map.of("collector.interval", "5s"),
                        Map.of(
                                BOOTSTRAP_SERVERS,
                                brokers,
                                "collector.spool-dir",
                                data.directory("spool").toString())));
    }

    StreamsConfig streams(String brokers) {
        return StreamsConfig.from(
                given.share(
                        StreamsConfig.SETTINGS,
                        Map.of(
                                "streams.commit-interval", "1s",
                                "streams.live-interval", "2s",
                                "rules.open-after-minutes", "0"),
                        Map.of(
                                BOOTSTRAP_SERVERS,
                                brokers,
                                "streams.state-directory",
                                data.directory("streams").toString())));
    }

    CapacityConfig capacity(String brokers) {
        return CapacityConfig.from(
                given.share(
                        CapacityConfig.SETTINGS,
                        Map.of(),
                        Map.of(
                                BOOTSTRAP_SERVERS,
                                brokers,
                                "capacity.checkpoint-directory",
                                data.directory("capacity").toString())));
    }

    StorageConfig storage(String brokers, String jdbcUrl, String user) {
        return StorageConfig.from(
                given.share(
                        StorageConfig.SETTINGS,
                        Map.of(),
                        Map.of(
                                BOOTSTRAP_SERVERS,
                                brokers,
                                "storage.jdbc-url",
                                jdbcUrl,
                                "storage.user",
                                user)));
    }

    DashboardConfig dashboard(String host, int port) {
        Settings settings =
                given.share(
                        DashboardConfig.SETTINGS,
                        Map.of(),
                        Map.of(
                                "dashboard.http-host",
                                host,
                                "dashboard.http-port",
                                Integer.toString(port)));
        return DashboardConfig.from(settings);
    }
}
