// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where ordinary becomes anomalous. The defaults are those of the measurements behind the rules.
 *
 * @param portsWarn port utilisation from which connect() will soon slow down
 * @param portsHigh port utilisation from which connect() scans half of the range
 * @param portsCritical port utilisation from which connections are about to fail
 * @param keepAliveMissingIdle silence after which an ESTABLISHED socket without keep-alive is
 *     reported
 * @param closeWaitLeakAge age from which a CLOSE_WAIT socket counts as forgotten
 * @param closeWaitLeakHigh forgotten CLOSE_WAIT sockets from which the leak is high
 * @param serverClosesFirstSockets TIME_WAIT sockets on the server side from which they are worth a
 *     word
 * @param portsExhausted port utilisation from which no port is left
 * @param timeWaitTableNear share of tcp_max_tw_buckets from which the table is nearly full
 * @param connectStalledAge mean age from which a SYN_SENT counts as stalled
 * @param closeUnacknowledgedAge mean age from which a FIN counts as unacknowledged
 * @param middleboxIdle silence after which a middlebox on the path forgets a connection
 * @param finWait2Pileup FIN_WAIT2 sockets to one endpoint from which the peer leaks
 * @param writeStalledShare share of the connections that retransmit on average from which writes
 *     stall
 * @param abortiveCloseWarn connections reset at close between two kernel snapshots from which it is
 *     a warning
 * @param halfClosedAge age from which a FIN_WAIT2 that a process holds counts as forgotten
 * @param poolNoticeAge mean age from which a young CLOSE_WAIT tells that a pool does not notice
 * @param bindSharedPorts share of the connections that chance lets meet on a port, below which
 *     ports are bound first
 * @param sharedSocketsWarn idle sockets under two descriptors from which they are a warning
 * @param descriptorsNear share of RLIMIT_NOFILE from which descriptors run out
 * @param nagleHeldShare share of the connections that wait for a delayed acknowledgement from which
 *     writes are too small
 * @param conntrackFailures connections that the NAT could not place between two kernel snapshots
 *     from which its ports are exhausted
 * @param sysctlBaseline values that settings of every host are declared to have, by dotted name
 */
public record Thresholds(
        double portsWarn,
        double portsHigh,
        double portsCritical,
        Duration keepAliveMissingIdle,
        Duration closeWaitLeakAge,
        long closeWaitLeakHigh,
        long serverClosesFirstSockets,
        double portsExhausted,
        double timeWaitTableNear,
        Duration connectStalledAge,
        Duration closeUnacknowledgedAge,
        Duration middleboxIdle,
        long finWait2Pileup,
        double writeStalledShare,
        long abortiveCloseWarn,
        Duration halfClosedAge,
        Duration poolNoticeAge,
        double bindSharedPorts,
        long sharedSocketsWarn,
        double descriptorsNear,
        double nagleHeldShare,
        long conntrackFailures,
        Map<String, String> sysctlBaseline) {

    static final Setting<Double> PORTS_WARN =
            Setting.decimal("rules.ports-warn", 0.40, 0, 1, "port utilisation that is a warning");
    static final Setting<Double> PORTS_HIGH =
            Setting.decimal("rules.ports-high", 0.50, 0, 1, "port utilisation that is high");
    static final Setting<Double> PORTS_CRITICAL =
            Setting.decimal(
                    "rules.ports-critical", 0.90, 0, 1, "port utilisation that is critical");
    static final Setting<Duration> KEEPALIVE_MISSING_IDLE =
            Setting.duration(
                    "rules.keepalive-missing-idle",
                    "300s",
                    "silence after which a socket without keep-alive is reported");
    static final Setting<Duration> CLOSE_WAIT_LEAK_AGE =
            Setting.duration(
                    "rules.close-wait-leak-age",
                    "60s",
                    "age from which a CLOSE_WAIT socket counts as forgotten");
    static final Setting<Long> CLOSE_WAIT_LEAK_HIGH =
            Setting.integer(
                    "rules.close-wait-leak-high",
                    100,
                    1,
                    Integer.MAX_VALUE,
                    "forgotten CLOSE_WAIT sockets from which the leak is high");
    static final Setting<Long> SERVER_CLOSES_FIRST_SOCKETS =
            Setting.integer(
                    "rules.server-closes-first-sockets",
                    10,
                    1,
                    Integer.MAX_VALUE,
                    "TIME_WAIT sockets on the server side that are worth a word");
    static final Setting<Double> PORTS_EXHAUSTED =
            Setting.decimal(
                    "rules.ports-exhausted", 0.99, 0, 1, "port utilisation that leaves no port");
    static final Setting<Double> TIME_WAIT_TABLE_NEAR =
            Setting.decimal(
                    "rules.time-wait-table-near",
                    0.80,
                    0,
                    1,
                    "share of tcp_max_tw_buckets that is nearly full");
    static final Setting<Duration> CONNECT_STALLED_AGE =
            Setting.duration(
                    "rules.connect-stalled-age",
                    "2s",
                    "mean age from which a SYN_SENT counts as stalled");
    static final Setting<Duration> CLOSE_UNACKNOWLEDGED_AGE =
            Setting.duration(
                    "rules.close-unacknowledged-age",
                    "10s",
                    "mean age from which a FIN counts as unacknowledged");
    static final Setting<Duration> MIDDLEBOX_IDLE =
            Setting.duration(
                    "rules.middlebox-idle",
                    "350s",
                    "silence after which a middlebox forgets a connection");
    static final Setting<Long> FIN_WAIT2_PILEUP =
            Setting.integer(
                    "rules.fin-wait2-pileup",
                    100,
                    1,
                    Integer.MAX_VALUE,
                    "FIN_WAIT2 sockets from which the peer leaks");
    static final Setting<Double> WRITE_STALLED_SHARE =
            Setting.decimal(
                    "rules.write-stalled-share",
                    0.02,
                    0,
                    1,
                    "share of connections that retransmit from which writes stall");
    static final Setting<Long> ABORTIVE_CLOSE_WARN =
            Setting.integer(
                    "rules.abortive-close-warn",
                    600,
                    1,
                    Integer.MAX_VALUE,
                    "connections reset at close that are a warning");
    static final Setting<Duration> HALF_CLOSED_AGE =
            Setting.duration(
                    "rules.half-closed-age",
                    "60s",
                    "age from which a half-closed socket that is held counts as forgotten");
    static final Setting<Duration> POOL_NOTICE_AGE =
            Setting.duration(
                    "rules.pool-notice-age",
                    "500ms",
                    "mean age of a CLOSE_WAIT from which a pool does not notice");
    static final Setting<Double> BIND_SHARED_PORTS =
            Setting.decimal(
                    "rules.bind-shared-ports",
                    0.1,
                    0,
                    1,
                    "share of the connections that chance lets meet on a port from which ports are shared");
    static final Setting<Long> SHARED_SOCKETS_WARN =
            Setting.integer(
                    "rules.shared-sockets-warn",
                    10,
                    1,
                    Integer.MAX_VALUE,
                    "idle sockets under two descriptors that are a warning");
    static final Setting<Double> DESCRIPTORS_NEAR =
            Setting.decimal(
                    "rules.descriptors-near",
                    0.8,
                    0,
                    1,
                    "share of RLIMIT_NOFILE that is nearly all");
    static final Setting<Double> NAGLE_HELD_SHARE =
            Setting.decimal(
                    "rules.nagle-held-share",
                    0.05,
                    0,
                    1,
                    "share of connections that wait for a delayed acknowledgement");
    static final Setting<Long> CONNTRACK_FAILURES =
            Setting.integer(
                    "rules.conntrack-failures",
                    10,
                    1,
                    Integer.MAX_VALUE,
                    "connections that a NAT could not place between two kernel snapshots");

    static final Setting<Map<String, String>> SYSCTL_BASELINE =
            new Setting<>(
                    "rules.sysctl-baseline",
                    "",
                    "values that settings of every host are declared to have",
                    "name=value pairs separated by semicolons",
                    Thresholds::pairs);

    /** Every key, for the module that reads its own configuration together with these. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    PORTS_WARN,
                    PORTS_HIGH,
                    PORTS_CRITICAL,
                    KEEPALIVE_MISSING_IDLE,
                    CLOSE_WAIT_LEAK_AGE,
                    CLOSE_WAIT_LEAK_HIGH,
                    SERVER_CLOSES_FIRST_SOCKETS,
                    PORTS_EXHAUSTED,
                    TIME_WAIT_TABLE_NEAR,
                    CONNECT_STALLED_AGE,
                    CLOSE_UNACKNOWLEDGED_AGE,
                    MIDDLEBOX_IDLE,
                    FIN_WAIT2_PILEUP,
                    WRITE_STALLED_SHARE,
                    ABORTIVE_CLOSE_WARN,
                    HALF_CLOSED_AGE,
                    POOL_NOTICE_AGE,
                    BIND_SHARED_PORTS,
                    SHARED_SOCKETS_WARN,
                    DESCRIPTORS_NEAR,
                    NAGLE_HELD_SHARE,
                    CONNTRACK_FAILURES,
                    SYSCTL_BASELINE);

    /** Refuses port thresholds that are out of order. */
    public Thresholds {
        sysctlBaseline = Map.copyOf(sysctlBaseline);
        if (portsWarn > portsHigh || portsHigh > portsCritical) {
            throw new ConfigurationException(
                    "%s, %s and %s are %s, %s and %s; write them in rising order"
                            .formatted(
                                    PORTS_WARN.key(),
                                    PORTS_HIGH.key(),
                                    PORTS_CRITICAL.key(),
                                    portsWarn,
                                    portsHigh,
                                    portsCritical));
        }
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip().replaceAll("\\s+", " "));
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException(pair);
            }
        }
        return pairs;
    }

    /** The defaults. */
    public static Thresholds defaults() {
        return from(Settings.of(Map.of(), SETTINGS));
    }

    /** Reads what the operator set. */
    public static Thresholds from(Settings settings) {
        return new Thresholds(
                settings.get(PORTS_WARN),
                settings.get(PORTS_HIGH),
                settings.get(PORTS_CRITICAL),
                settings.get(KEEPALIVE_MISSING_IDLE),
                settings.get(CLOSE_WAIT_LEAK_AGE),
                settings.get(CLOSE_WAIT_LEAK_HIGH),
                settings.get(SERVER_CLOSES_FIRST_SOCKETS),
                settings.get(PORTS_EXHAUSTED),
                settings.get(TIME_WAIT_TABLE_NEAR),
                settings.get(CONNECT_STALLED_AGE),
                settings.get(CLOSE_UNACKNOWLEDGED_AGE),
                settings.get(MIDDLEBOX_IDLE),
                settings.get(FIN_WAIT2_PILEUP),
                settings.get(WRITE_STALLED_SHARE),
                settings.get(ABORTIVE_CLOSE_WARN),
                settings.get(HALF_CLOSED_AGE),
                settings.get(POOL_NOTICE_AGE),
                settings.get(BIND_SHARED_PORTS),
                settings.get(SHARED_SOCKETS_WARN),
                settings.get(DESCRIPTORS_NEAR),
                settings.get(NAGLE_HELD_SHARE),
                settings.get(CONNTRACK_FAILURES),
                settings.get(SYSCTL_BASELINE));
    }
}
