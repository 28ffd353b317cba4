// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import java.time.Duration;

/**
 * How often to scan: as configured, or less often where scans would take more than their share of a
 * core. A third of the share is for the fast scans.
 *
 * <p>A scan's cost is the wall time of the cheapest of the last three: a hiccup of a busy host, or
 * a cold start, must not stretch the intervals for minutes.
 */
final class SamplingPace {
    private static final Duration LONGEST = Duration.ofSeconds(50);
    private static final double FAST_SHARE = 1 / 3.0;

    private final CollectorConfig config;
    private final RecentCost full = new RecentCost();
    private final RecentCost fast = new RecentCost();

    SamplingPace(CollectorConfig config) {
        this.config = config;
    }

    /** A scan of all states took this long. */
    synchronized void fullTook(long nanos) {
        full.add(nanos);
    }

    /** A scan without ESTABLISHED took this long. */
    synchronized void fastTook(long nanos) {
        fast.add(nanos);
    }

    /** Time between snapshots: at most 50 s, so that no TIME_WAIT goes unseen. */
    synchronized Duration interval() {
        return stretched(config.interval(), full.nanos(), config.cpuBudget() * (1 - FAST_SHARE));
    }

    /** Time between fast scans. */
    synchronized Duration fastInterval() {
        return stretched(config.fastInterval(), fast.nanos(), config.cpuBudget() * FAST_SHARE);
    }

    private static Duration stretched(Duration configured, long costNanos, double share) {
        long needed = Math.min(LONGEST.toNanos(), Math.round(costNanos / share));
        return Duration.ofNanos(Math.max(configured.toNanos(), needed));
    }

    /** The cheapest of the last three scans; nothing before there were three. */
    private static final class RecentCost {
        private final long[] nanos = new long[3];
        private int count;

        void add(long scanNanos) {
            nanos[count % nanos.length] = scanNanos;
            count++;
        }

        long nanos() {
            return count < nanos.length ? 0 : Math.min(nanos[0], Math.min(nanos[1], nanos[2]));
        }
    }
}
