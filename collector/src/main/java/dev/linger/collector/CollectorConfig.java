// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.ownership.NamingRules;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.Require;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration of the collector.
 *
 * @param host name under which this host reports
 * @param labels what the operator says of this host
 * @param interval time between snapshots
 * @param namespace the network namespace to look at
 * @param allNamespaces whether to look at all others of the host too
 * @param maxNamespaces how many of them in one snapshot; more take turns
 * @param maxGroups groups of a snapshot before the smallest fold into {@code other}
 * @param fastInterval time between two scans that leave ESTABLISHED out
 * @param cpuBudget share of one core that scans may take, 0.001 to 1
 * @param spoolDirectory where snapshots wait while Kafka is away; empty: in memory only
 * @param spoolBytes how many of them, on disk
 * @param source where to read sockets from; null: sock_diag, and /proc where there is none
 * @param namingRules the operator's names for services
 * @param kafka properties of the producer
 */
public record CollectorConfig(
        String host,
        Map<String, String> labels,
        Duration interval,
        NetworkNamespace namespace,
        boolean allNamespaces,
        int maxNamespaces,
        int maxGroups,
        Duration fastInterval,
        double cpuBudget,
        String spoolDirectory,
        long spoolBytes,
        @Nullable SocketSource source,
        NamingRules namingRules,
        Map<String, String> kafka) {

    /** {@code collector.host}. */
    public static final Setting<String> HOST =
            Setting.text("collector.host", "", "Name to report under; empty: the host name.");

    /** {@code collector.labels}. */
    public static final Setting<Map<String, String>> LABELS =
            new Setting<>(
                    "collector.labels",
                    "",
                    "What to say of this host: environment=prod,region=eu.",
                    "name=value pairs, separated by commas",
                    CollectorConfig::parseLabels);

    /** {@code collector.interval}. */
    public static final Setting<Duration> INTERVAL =
            Setting.duration("collector.interval", "10s", "Time between two snapshots.");

    /** {@code collector.namespace}. */
    public static final Setting<String> NAMESPACE =
            Setting.text(
                    "collector.namespace",
                    "self",
                    "Network namespaces: self, all, or the path of one, as /run/netns/blue.");

    /** {@code collector.max-namespaces}. */
    public static final Setting<Long> MAX_NAMESPACES =
            Setting.integer(
                    "collector.max-namespaces",
                    100,
                    1,
                    10_000,
                    "Namespaces with sockets in one snapshot; more take turns.");

    /** {@code collector.max-groups}. */
    public static final Setting<Long> MAX_GROUPS =
            Setting.integer(
                    "collector.max-groups",
                    1000,
                    10,
                    20_000,
                    "Groups of a snapshot; beyond it, the smallest fold into 'other'.");

    /** {@code collector.fast-interval}. */
    public static final Setting<Duration> FAST_INTERVAL =
            Setting.duration(
                    "collector.fast-interval",
                    "2s",
                    "Time between scans of all but ESTABLISHED, which feed peaks and closes.");

    /** {@code collector.cpu-budget}. */
    public static final Setting<Double> CPU_BUDGET =
            Setting.decimal(
                    "collector.cpu-budget",
                    0.01,
                    0.001,
                    1,
                    "Share of one core for scans; where they cost more, intervals stretch.");

    /** {@code collector.spool-dir}. */
    public static final Setting<String> SPOOL_DIRECTORY =
            Setting.text(
                    "collector.spool-dir",
                    "",
                    "Directory where snapshots wait while Kafka is away; empty: 4 MB of memory.");

    /** {@code collector.spool-bytes}. */
    public static final Setting<Long> SPOOL_BYTES =
            Setting.integer(
                    "collector.spool-bytes",
                    256L << 20,
                    1 << 20,
                    1L << 40,
                    "Bytes in that directory; beyond it, the oldest snapshots are dropped.");

    /** {@code collector.reader}. */
    public static final Setting<String> READER =
            new Setting<>(
                    "collector.reader",
                    "auto",
                    "Source of sockets; auto: sock_diag, and /proc/net/tcp where there is none.",
                    "auto, sock_diag or proc",
                    CollectorConfig::reader);

    /** {@code collector.naming-rules}. */
    public static final Setting<NamingRules> NAMING_RULES =
            new Setting<>(
                    "collector.naming-rules",
                    "",
                    "Names for services: 'php-fpm.* -> php; (.*)@.* -> $1', first match wins.",
                    "rules 'REGULAR-EXPRESSION -> NAME', separated by semicolons",
                    NamingRules::parse);

    /** Every key. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    HOST,
                    LABELS,
                    INTERVAL,
                    NAMESPACE,
                    MAX_NAMESPACES,
                    MAX_GROUPS,
                    FAST_INTERVAL,
                    CPU_BUDGET,
                    SPOOL_DIRECTORY,
                    SPOOL_BYTES,
                    READER,
                    NAMING_RULES);

    private static final String AUTO = "auto";
    private static final String SELF = "self";
    private static final String ALL = "all";
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(55);

    /** Refuses an interval that is too short, or so long that a TIME_WAIT could go unseen. */
    public CollectorConfig {
        Require.name(HOST.key(), host, Require.HOST_NAME_MAX_LENGTH);
        labels = Require.copy(LABELS.key(), labels);
        kafka = Require.copy(Settings.KAFKA_PREFIX, kafka);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new ConfigurationException(
                    INTERVAL.key()
                            + " is "
                            + interval.toMillis()
                            + "ms; write a time from 100ms to 55s: a TIME_WAIT lives 60 s and must"
                            + " not go unseen");
        }
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException naming key and value
     */
    public static CollectorConfig from(Settings settings) {
        String host = settings.get(HOST);
        return new CollectorConfig(
                host.isEmpty() ? hostName() : host,
                settings.get(LABELS),
                settings.get(INTERVAL),
                namespace(settings.get(NAMESPACE)),
                settings.get(NAMESPACE).equals(ALL),
                Math.toIntExact(settings.get(MAX_NAMESPACES)),
                Math.toIntExact(settings.get(MAX_GROUPS)),
                settings.get(FAST_INTERVAL),
                settings.get(CPU_BUDGET),
                settings.get(SPOOL_DIRECTORY),
                settings.get(SPOOL_BYTES),
                source(settings.get(READER)),
                settings.get(NAMING_RULES),
                settings.kafka());
    }

    private static String reader(String text) {
        if (!text.equals(AUTO) && source(text) == null) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static @Nullable SocketSource source(String text) {
        for (SocketSource source : SocketSource.values()) {
            if (source.wireName().equals(text)) {
                return source;
            }
        }
        return null;
    }

    private static NetworkNamespace namespace(String text) {
        if (text.equals(SELF) || text.equals(ALL)) {
            return NetworkNamespace.SELF;
        }
        if (!text.startsWith("/")) {
            throw new ConfigurationException(
                    NAMESPACE.key()
                            + " is '"
                            + text
                            + "'; write self, all, or a path from the root");
        }
        return NetworkNamespace.at(Path.of(text));
    }

    /** Not by DNS, which can hang: what {@code uname -n} says. */
    private static String hostName() {
        try {
            return ProcFs.HOST.read("sys/kernel/hostname");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the host name cannot be read (" + e.getMessage() + "); set " + HOST.key());
        }
    }

    private static Map<String, String> parseLabels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.split(",")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new IllegalArgumentException(pair);
            }
            labels.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        return labels;
    }
}
