// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.model.minute.ServiceMinute;

/** Counts of a minute as rates, right also for a minute that is still running. */
public final class Rates {
    private Rates() {}

    /** Seconds that the snapshots of one host cover, on average; 0 before the first. */
    public static double coveredSeconds(ServiceMinute minute) {
        return minute.hosts() == 0 ? 0 : minute.coverageMillis() / 1000.0 / minute.hosts();
    }

    /** What happened {@code count} times on all hosts within the covered time, per second. */
    public static double perSecond(ServiceMinute minute, long count) {
        double seconds = coveredSeconds(minute);
        return seconds == 0 ? 0 : count / seconds;
    }
}
