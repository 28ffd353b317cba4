// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.upkeep.RetentionConfig;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the sink needs to know.
 *
 * @param database where it writes
 * @param kafka properties of the Kafka clients, {@code bootstrap.servers} among them
 * @param batchRows rows after which a transaction is written
 * @param batchWait longest time that a record waits for others of its transaction
 * @param clockAhead how far ahead of this machine's clock a minute may lie
 * @param retention how long rows are kept
 */
public record StorageConfig(
        DatabaseConfig database,
        Map<String, String> kafka,
        int batchRows,
        Duration batchWait,
        Duration clockAhead,
        RetentionConfig retention) {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    static final Setting<Long> BATCH_ROWS =
            Setting.integer(
                    "storage.batch-rows",
                    5_000,
                    1,
                    1_000_000,
                    "Rows after which the sink writes a transaction.");
    static final Setting<Duration> BATCH_WAIT =
            Setting.duration(
                    "storage.batch-wait",
                    "500ms",
                    "Longest time that a record waits for others of its transaction.");
    static final Setting<Duration> CLOCK_AHEAD =
            Setting.duration(
                    "storage.clock-ahead",
                    "1h",
                    "A minute further ahead of the sink's clock is refused as a dead letter.");

    /** Every key that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            Stream.of(
                            DatabaseConfig.SETTINGS,
                            List.of(BATCH_ROWS, BATCH_WAIT, CLOCK_AHEAD),
                            RetentionConfig.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    /** Refuses a configuration without a broker. */
    public StorageConfig {
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey(BOOTSTRAP_SERVERS)) {
            throw new ConfigurationException(
                    Settings.KAFKA_PREFIX
                            + BOOTSTRAP_SERVERS
                            + " is missing; write host:port of a Kafka broker");
        }
    }

    /** Reads the settings. */
    public static StorageConfig from(Settings settings) {
        return new StorageConfig(
                DatabaseConfig.from(settings),
                settings.kafka(),
                Math.toIntExact(settings.get(BATCH_ROWS)),
                settings.get(BATCH_WAIT),
                settings.get(CLOCK_AHEAD),
                RetentionConfig.from(settings));
    }

    /** The brokers. */
    public String bootstrapServers() {
        return kafka.getOrDefault(BOOTSTRAP_SERVERS, "");
    }
}
