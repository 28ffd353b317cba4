// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.settings.ConfigurationException;
import dev.linger.model.settings.Setting;
import dev.linger.model.settings.Settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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
 */
public record Thresholds(
        double portsWarn,
        double portsHigh,
        double portsCritical,
        Duration keepAliveMissingIdle,
        Duration closeWaitLeakAge,
        long closeWaitLeakHigh,
        long serverClosesFirstSockets) {

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

    /** Every key, for the module that reads its own configuration together with these. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    PORTS_WARN,
                    PORTS_HIGH,
                    PORTS_CRITICAL,
                    KEEPALIVE_MISSING_IDLE,
                    CLOSE_WAIT_LEAK_AGE,
                    CLOSE_WAIT_LEAK_HIGH,
                    SERVER_CLOSES_FIRST_SOCKETS);

    /** Refuses port thresholds that are out of order. */
    public Thresholds {
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
                settings.get(SERVER_CLOSES_FIRST_SOCKETS));
    }
}
