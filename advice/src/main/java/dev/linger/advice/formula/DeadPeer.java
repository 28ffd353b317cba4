// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

import java.time.Duration;

/**
 * How long until a peer that vanished without a word is noticed, counted from the last segment that
 * came in. The timer wheel (HZ=250) adds up to 2.05 s below 131 s, 16 s below 17 minutes, 131 s
 * above.
 */
public final class DeadPeer {
    /** F22: 7200 s + 9 * 75 s, the kernel's defaults, once SO_KEEPALIVE is on. */
    public static final Duration DEFAULT_DETECTION =
            keepAlive(Duration.ofSeconds(7200), Duration.ofSeconds(75), 9);

    private static final double RTO_MIN_SECONDS = 0.2;
    private static final double RTO_MAX_SECONDS = 120;

    private DeadPeer() {}

    /**
     * F10: an idle connection with SO_KEEPALIVE.
     *
     * @param idle TCP_KEEPIDLE
     * @param interval TCP_KEEPINTVL
     * @param probes TCP_KEEPCNT
     */
    public static Duration keepAlive(Duration idle, Duration interval, long probes) {
        return idle.plus(interval.multipliedBy(probes));
    }

    /** F11: the same with TCP_USER_TIMEOUT, which replaces TCP_KEEPCNT. */
    public static Duration keepAliveWithUserTimeout(
            Duration idle, Duration interval, Duration userTimeout) {
        Duration detection = idle.plus(interval);
        while (detection.compareTo(userTimeout) < 0) {
            detection = detection.plus(interval);
        }
        return detection;
    }

    /**
     * F12: a connection with unacknowledged data and without TCP_USER_TIMEOUT; keep-alive does
     * nothing for it. A lower bound, for a round-trip time well below 200 ms.
     *
     * @param retries2 tcp_retries2
     */
    public static double dataInFlightSeconds(long retries2) {
        double seconds = 0;
        for (int i = 0; i <= retries2; i++) {
            seconds += Math.min(RTO_MIN_SECONDS * Math.scalb(1.0, i), RTO_MAX_SECONDS);
        }
        return seconds;
    }

    /** F13: the same with TCP_USER_TIMEOUT. */
    public static Duration dataInFlight(Duration userTimeout) {
        return userTimeout;
    }

    /**
     * F21: whether keep-alive probes keep a middlebox's entry alive.
     *
     * @param idle TCP_KEEPIDLE
     * @param slack lateness of the timer
     * @param middleboxTimeout time after which the middlebox forgets a silent connection
     */
    public static boolean survivesMiddlebox(
            Duration idle, Duration slack, Duration middleboxTimeout) {
        return idle.plus(slack).compareTo(middleboxTimeout) < 0;
    }
}
