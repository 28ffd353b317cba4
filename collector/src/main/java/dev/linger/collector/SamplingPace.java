// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import java.time.Duration;

/**
 * How often to scan: as configured, or less often where scans would take more than their share of a
 * core. A third of the share is for the fast scans.
 *
 * <p>A scan's cost is its wall time, which is more than its CPU time: the share is kept on a busy
 * host too.
 */
final class SamplingPace {
    private static final Duration LONGEST = Duration.ofSeconds(50);
    private static final double FAST_SHARE = 1 / 3.0;
    private static final double WEIGHT_OF_LAST = 0.3;

    private final CollectorConfig config;
    private double fullNanos;
    private double fastNanos;
    private boolean warm;

    SamplingPace(CollectorConfig config) {
        this.config = config;
    }

    /** A scan of all states took this long; the first, which learns every owner, is no measure. */
    synchronized void fullTook(long nanos) {
        fullNanos = warm ? smoothed(fullNanos, nanos) : 0;
        warm = true;
    }

    /** A scan without ESTABLISHED took this long. */
    synchronized void fastTook(long nanos) {
        fastNanos = smoothed(fastNanos, nanos);
    }

    /** Time between snapshots: at most 50 s, so that no TIME_WAIT goes unseen. */
    synchronized Duration interval() {
        return stretched(config.interval(), fullNanos, config.cpuBudget() * (1 - FAST_SHARE));
    }

    /** Time between fast scans. */
    synchronized Duration fastInterval() {
        return stretched(config.fastInterval(), fastNanos, config.cpuBudget() * FAST_SHARE);
    }

    private static Duration stretched(Duration configured, double costNanos, double share) {
        long needed = Math.min(LONGEST.toNanos(), Math.round(costNanos / share));
        return Duration.ofNanos(Math.max(configured.toNanos(), needed));
    }

    private static double smoothed(double before, long nanos) {
        return before == 0 ? nanos : before + WEIGHT_OF_LAST * (nanos - before);
    }
}
