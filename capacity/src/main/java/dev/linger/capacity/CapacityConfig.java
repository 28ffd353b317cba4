// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * How the capacity job runs.
 *
 * @param kafka client properties, {@code bootstrap.servers} among them
 * @param horizon how far back the stream looks from the newest minute; whole minutes
 * @param checkpointDirectory path of the directory for checkpoints; empty for what the cluster is
 *     configured to
 * @param checkpointInterval time between checkpoints
 * @param parallelism parallel tasks of each operator
 * @param partitionIdleAfter how long a partition may stay silent before event time goes on without
 *     it
 * @param maxClockLead how far a minute's end may lie ahead of the clock
 */
public record CapacityConfig(
        Map<String, String> kafka,
        Duration horizon,
        String checkpointDirectory,
        Duration checkpointInterval,
        int parallelism,
        Duration partitionIdleAfter,
        Duration maxClockLead) {

    /** Looked back from the newest minute of each service and endpoint. */
    public static final Setting<Duration> HORIZON =
            Setting.duration(
                    "capacity.horizon",
                    "24h",
                    "How far back the forecast of a service and endpoint looks from its newest"
                            + " minute; 5m to 30d, which is how long the topic keeps minutes.");

    /** Where checkpoints are kept. */
    public static final Setting<String> CHECKPOINT_DIRECTORY =
            Setting.text(
                    "capacity.checkpoint-directory",
                    "",
                    "Directory for checkpoints, shared by the machines of a Flink cluster; empty on"
                            + " a cluster means what the cluster is configured to.");

    /** Time between checkpoints. */
    public static final Setting<Duration> CHECKPOINT_INTERVAL =
            Setting.duration(
                    "capacity.checkpoint-interval",
                    "30s",
                    "Time between checkpoints; after a crash the records since the last one are"
                            + " read again.");

    /** Parallel tasks. */
    public static final Setting<Long> PARALLELISM =
            Setting.integer(
                    "capacity.parallelism",
                    1,
                    1,
                    1024,
                    "Parallel tasks of each operator; more than the topic has partitions read"
                            + " nothing.");

    /** When event time goes on without a silent partition. */
    public static final Setting<Duration> PARTITION_IDLE_AFTER =
            Setting.duration(
                    "capacity.partition-idle-after",
                    "30s",
                    "How long a partition may stay silent before event time goes on without it.");

    /** Clock skew that is tolerated. */
    public static final Setting<Duration> MAX_CLOCK_LEAD =
            Setting.duration(
                    "capacity.max-clock-lead",
                    "10m",
                    "How far the end of a minute may lie ahead of this machine's clock; later ones"
                            + " become dead letters.");

    /** All keys. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    HORIZON,
                    CHECKPOINT_DIRECTORY,
                    CHECKPOINT_INTERVAL,
                    PARALLELISM,
                    PARTITION_IDLE_AFTER,
                    MAX_CLOCK_LEAD);

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final Duration SHORTEST_HORIZON = Duration.ofMinutes(5);
    private static final Duration LONGEST_HORIZON = Duration.ofDays(30);
    private static final Duration SHORTEST_CHECKPOINT_INTERVAL = Duration.ofMillis(100);

    /** Refuses what the job cannot run with. */
    public CapacityConfig {
        kafka = Map.copyOf(kafka);
        if (kafka.getOrDefault(BOOTSTRAP_SERVERS, "").isBlank()) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers is missing; write the broker's host:port");
        }
        if (horizon.compareTo(SHORTEST_HORIZON) < 0
                || horizon.compareTo(LONGEST_HORIZON) > 0
                || horizon.toMillis() % Duration.ofMinutes(1).toMillis() != 0) {
            throw new ConfigurationException(
                    HORIZON.key() + " is " + horizon + "; write whole minutes from 5m to 30d");
        }
        if (checkpointInterval.compareTo(SHORTEST_CHECKPOINT_INTERVAL) < 0) {
            throw new ConfigurationException(
                    CHECKPOINT_INTERVAL.key()
                            + " is "
                            + checkpointInterval
                            + "; write 100ms or more, 30s suits most");
        }
        if (!partitionIdleAfter.isPositive()) {
            throw new ConfigurationException(
                    PARTITION_IDLE_AFTER.key() + " is 0; write a time such as 30s");
        }
    }

    /**
     * Reads the configuration.
     *
     * @throws ConfigurationException naming key and value
     */
    public static CapacityConfig from(Settings settings) {
        return new CapacityConfig(
                settings.kafka(),
                settings.get(HORIZON),
                settings.get(CHECKPOINT_DIRECTORY),
                settings.get(CHECKPOINT_INTERVAL),
                Math.toIntExact(settings.get(PARALLELISM)),
                settings.get(PARTITION_IDLE_AFTER),
                settings.get(MAX_CLOCK_LEAD));
    }

    /** The client properties, for a client that takes {@link Properties}. */
    Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka);
        return properties;
    }

    /** The broker's address. */
    String bootstrapServers() {
        return kafka.getOrDefault(BOOTSTRAP_SERVERS, "");
    }
}
