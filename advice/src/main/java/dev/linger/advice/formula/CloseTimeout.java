// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/** How long a connection that its owner has closed stays in the kernel. */
public final class CloseTimeout {
    /**
     * F14: seconds of an orphaned FIN_WAIT1 or LAST_ACK whose FIN is never acknowledged; 8 retries.
     * A lower bound.
     */
    public static final double UNACKNOWLEDGED_SECONDS = 0.2 * ((1 << 9) - 1);

    private static final long TIMEWAIT_LEN_SECONDS = 60;

    private CloseTimeout() {}

    /**
     * F16: seconds of an orphaned FIN_WAIT2. Up to 60 s tcp_fin_timeout is the life of the
     * mini-socket; above, only its excess over 60 s is, twice.
     *
     * @param finTimeoutSeconds tcp_fin_timeout
     */
    public static long finWait2Seconds(long finTimeoutSeconds) {
        return finTimeoutSeconds <= TIMEWAIT_LEN_SECONDS
                ? finTimeoutSeconds
                : 2 * (finTimeoutSeconds - TIMEWAIT_LEN_SECONDS);
    }
}
