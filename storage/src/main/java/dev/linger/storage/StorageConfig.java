// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;
import dev.linger.storage.backfill.HistoryImport;
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
 * @param packAfterDays days after which minutes are packed; 0 for never
 * @param retention how long rows are kept
 */
public record StorageConfig(
        DatabaseConfig database,
        Map<String, String> kafka,
        int batchRows,
        Duration batchWait,
        Duration clockAhead,
        int packAfterDays,
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

    static final Setting<Long> PACK_AFTER_DAYS =
            Setting.integer(
                    "storage.pack-after-days",
                    3,
                    0,
                    10_000,
                    "A day that ended this many days before the newest minute is packed, which takes"
                            + " a thirteenth of the space; 0 packs nothing.");

    /** Every key that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS =
            Stream.of(
                            DatabaseConfig.SETTINGS,
                            List.of(BATCH_ROWS, BATCH_WAIT, CLOCK_AHEAD, PACK_AFTER_DAYS),
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
                packAfterDays(settings),
                RetentionConfig.from(settings));
    }

    /** How files are imported, by the same settings as what comes from Kafka. */
    public static HistoryImport.Options importing(Settings settings, long minutesBetweenUpkeep) {
        return new HistoryImport.Options(
                Math.toIntExact(settings.get(BATCH_ROWS)),
                RetentionConfig.from(settings).serviceMinutes(),
                settings.get(CLOCK_AHEAD),
                packAfterDays(settings),
                minutesBetweenUpkeep);
    }

    /** Days after which minutes are packed; 0 for never. */
    private static int packAfterDays(Settings settings) {
        return Math.toIntExact(settings.get(PACK_AFTER_DAYS));
    }

    /** The brokers. */
    public String bootstrapServers() {
        return kafka.getOrDefault(BOOTSTRAP_SERVERS, "");
    }
}
