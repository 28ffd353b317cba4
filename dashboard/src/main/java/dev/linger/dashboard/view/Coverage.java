// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.tcp.KeepAlive;

import org.jspecify.annotations.Nullable;

/**
 * How many ESTABLISHED connections would notice that their peer vanished.
 *
 * @param armed connections with a running keep-alive timer
 * @param judged those with and those without one; where another timer hides it, nobody knows
 * @param probing the part of {@code armed} whose peer left a probe unanswered
 */
public record Coverage(long armed, long judged, long probing) {
    /** The coverage of these timers; null where no connection can be judged. */
    public static @Nullable Coverage of(KeepAlive keepAlive) {
        long judged = keepAlive.armed() + keepAlive.unarmed();
        return judged == 0 ? null : new Coverage(keepAlive.armed(), judged, keepAlive.probing());
    }

    /** Share of the judged, 0 to 1. */
    public double share() {
        return (double) armed / judged;
    }

    /** {@code 43 %}; only all is 100 %. */
    public String percent() {
        return armed < judged && share() > 0.99 ? "99" + Text.NBSP + "%" : Text.percent(share());
    }

    /** Length of the bar, 0 to 100. */
    public double fill() {
        return Shape.hundredths(armed, judged);
    }

    /** {@code 60 of 200}. */
    public String counts() {
        return Text.count(armed) + " of " + Text.count(judged);
    }
}
