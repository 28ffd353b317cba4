// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/** How long connect() waits for an answer. */
public final class ConnectTimeout {
    private ConnectTimeout() {}

    /**
     * F15: seconds until ETIMEDOUT.
     *
     * @param linearTimeouts tcp_syn_linear_timeouts; 0 on kernels without it
     * @param synRetries tcp_syn_retries
     */
    public static long seconds(long linearTimeouts, long synRetries) {
        return linearTimeouts + (1L << (synRetries + 1)) - 1;
    }

    /**
     * F20: seconds that a SYN stalls which meets a TIME_WAIT at the server and is rejected: until
     * the first retry after the TIME_WAIT is over.
     */
    public static long stallSeconds(long linearTimeouts) {
        long sentAt = linearTimeouts;
        for (long wait = 1; sentAt <= TimeWait.SECONDS; wait *= 2) {
            sentAt += wait;
        }
        return sentAt;
    }
}
