// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.advice.Thresholds;
import dev.linger.model.minute.ServiceMinuteBuilder;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the operator decides about the stream processing.
 *
 * @param applicationId group and prefix of the internal topics
 * @param stateDirectory where Kafka Streams keeps its lock and checkpoints
 * @param threads stream threads of this instance
 * @param commitInterval time between commits; results leave with them, twice on the way
 * @param liveInterval time between two looks at running minutes, of which those services are
 *     published that look different; zero publishes complete ones only
 * @param grace how long after its end a minute still takes snapshots
 * @param idleAfter silence after which a partition no longer holds the others up
 * @param maxEndpoints endpoints that a minute lists by name
 * @param standbyReplicas copies of each task's state that other instances keep ready
 * @param instanceId name of this instance that outlasts its restarts; empty: it has none
 * @param applicationServer where others reach the health port of this instance, as {@code
 *     host:port}; empty: it answers for itself alone
 * @param networkLabel label of a host that names the network within which its addresses are unique
 * @param openAfterMinutes complete minutes in a row that must show a signal before it is a finding;
 *     0 opens on the first sight, in a running minute too
 * @param resolveAfterMinutes complete minutes in a row without the signal that end a finding
 * @param thresholds of the rules
 * @param kafka Kafka's own settings
 */
public record StreamsConfig(
        String applicationId,
        Path stateDirectory,
        int threads,
        Duration commitInterval,
        Duration liveInterval,
        Duration grace,
        Duration idleAfter,
        int maxEndpoints,
        int standbyReplicas,
        String instanceId,
        String applicationServer,
        String networkLabel,
        int openAfterMinutes,
        int resolveAfterMinutes,
        Thresholds thresholds,
        Map<String, String> kafka) {

    /** The broker's addresses, among Kafka's own settings. */
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /** Time between two views of a running minute, unless set. */
    public static final Duration DEFAULT_LIVE_INTERVAL = Duration.ofSeconds(5);

    /** In a replay the snapshots' offsets say what the end is. */
    private static final Duration NEVER_IDLE = Duration.ofHours(1);

    static final Setting<String> APPLICATION_ID =
            Setting.text(
                    "streams.application-id",
                    "linger-streams",
                    "consumer group, and the prefix of the internal topics");
    static final Setting<Path> STATE_DIRECTORY =
            Setting.path(
                    "streams.state-directory",
                    Path.of(System.getProperty("java.io.tmpdir"), "linger-streams").toString(),
                    "where Kafka Streams keeps its lock and checkpoints");
    static final Setting<Long> THREADS =
            Setting.integer("streams.threads", 1, 1, 256, "stream threads of this instance");
    static final Setting<Duration> COMMIT_INTERVAL =
            Setting.duration(
                    "streams.commit-interval",
                    "10s",
                    "time between commits; longer costs less, shorter shows results sooner");
    static final Setting<Duration> LIVE_INTERVAL =
            Setting.duration(
                    "streams.live-interval",
                    DEFAULT_LIVE_INTERVAL.toSeconds() + "s",
                    "time between two looks at running minutes; a service that looks different is"
                            + " published; 0s publishes complete minutes only");
    static final Setting<Duration> GRACE =
            Setting.duration(
                    "streams.grace",
                    "15s",
                    "how long after its end a minute still takes snapshots; later is too late");
    static final Setting<Duration> IDLE_AFTER =
            Setting.duration(
                    "streams.idle-after",
                    "30s",
                    "silence after which a partition no longer holds the others up");
    static final Setting<Long> MAX_ENDPOINTS =
            Setting.integer(
                    "streams.max-endpoints",
                    ServiceMinuteBuilder.DEFAULT_ENDPOINTS,
                    1,
                    1000,
                    "endpoints that a service-minute lists by name; the rest is 'other'");
    static final Setting<Long> STANDBY_REPLICAS =
            Setting.integer(
                    "streams.standby-replicas",
                    0,
                    0,
                    8,
                    "copies of each task's state that other instances keep ready to take over");
    static final Setting<String> INSTANCE_ID =
            Setting.text(
                    "streams.instance-id",
                    "",
                    "name of this instance, different on each and the same after a restart; with"
                            + " one, a restart within kafka.session.timeout.ms moves no task."
                            + " Empty: tasks move as soon as it stops");
    static final Setting<String> APPLICATION_SERVER =
            Setting.text(
                    "streams.application-server",
                    "",
                    "HOST:PORT under which others reach this instance's health port; GET"
                            + " /services/NAME is then redirected to the instance that has the"
                            + " service");
    static final Setting<String> NETWORK_LABEL =
            Setting.text(
                    "streams.network-label",
                    "network",
                    "label of a host that names the network within which its addresses are unique;"
                            + " both ends of connections are joined within a network");
    static final Setting<Long> OPEN_AFTER_MINUTES =
            Setting.integer(
                    "rules.open-after-minutes",
                    2,
                    0,
                    60,
                    "minutes in a row that must show a signal before it is a finding; 0 opens on"
                            + " the first sight, in a running minute too");
    static final Setting<Long> RESOLVE_AFTER_MINUTES =
            Setting.integer(
                    "rules.resolve-after-minutes",
                    3,
                    1,
                    60,
                    "minutes in a row without the signal that end a finding");

    /** Every key, those of the rules included. */
    public static final List<Setting<?>> SETTINGS =
            Stream.concat(
                            Stream.<Setting<?>>of(
                                    APPLICATION_ID,
                                    STATE_DIRECTORY,
                                    THREADS,
                                    COMMIT_INTERVAL,
                                    LIVE_INTERVAL,
                                    GRACE,
                                    IDLE_AFTER,
                                    MAX_ENDPOINTS,
                                    STANDBY_REPLICAS,
                                    INSTANCE_ID,
                                    APPLICATION_SERVER,
                                    NETWORK_LABEL,
                                    OPEN_AFTER_MINUTES,
                                    RESOLVE_AFTER_MINUTES),
                            Thresholds.SETTINGS.stream())
                    .toList();

    /** Copies Kafka's settings. */
    public StreamsConfig {
        kafka = Map.copyOf(kafka);
    }

    /**
     * Time between two views of a running minute that anybody can tell apart: results leave with a
     * commit, and of several views in one commit only the last would be seen.
     */
    public Duration viewInterval() {
        return liveInterval.compareTo(commitInterval) > 0 ? liveInterval : commitInterval;
    }

    /**
     * The same rules for a replay, in a group of its own: without views of running minutes, and
     * deaf to the wall clock.
     */
    StreamsConfig replaying(String topicPrefix, Path ownDirectory) {
        return new StreamsConfig(
                topicPrefix + applicationId,
                ownDirectory,
                threads,
                commitInterval,
                Duration.ZERO,
                grace,
                NEVER_IDLE,
                maxEndpoints,
                0,
                "",
                "",
                networkLabel,
                openAfterMinutes,
                resolveAfterMinutes,
                thresholds,
                kafka);
    }

    /**
     * Reads what the operator set.
     *
     * @throws ConfigurationException if a value cannot be read, or the broker's address is missing
     */
    public static StreamsConfig from(Settings settings) {
        if (!settings.kafka().containsKey(BOOTSTRAP_SERVERS)) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers is not set; write the broker's address, such as"
                            + " kafka.bootstrap.servers=127.0.0.1:9092");
        }
        return new StreamsConfig(
                settings.get(APPLICATION_ID),
                settings.get(STATE_DIRECTORY),
                settings.get(THREADS).intValue(),
                settings.get(COMMIT_INTERVAL),
                settings.get(LIVE_INTERVAL),
                settings.get(GRACE),
                settings.get(IDLE_AFTER),
                settings.get(MAX_ENDPOINTS).intValue(),
                settings.get(STANDBY_REPLICAS).intValue(),
                settings.get(INSTANCE_ID),
                settings.get(APPLICATION_SERVER),
                settings.get(NETWORK_LABEL),
                settings.get(OPEN_AFTER_MINUTES).intValue(),
                settings.get(RESOLVE_AFTER_MINUTES).intValue(),
                Thresholds.from(settings),
                settings.kafka());
    }
}
