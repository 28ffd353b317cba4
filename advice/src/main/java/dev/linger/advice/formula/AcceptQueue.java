// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/** Connections that can wait for accept(). */
public final class AcceptQueue {
    private AcceptQueue() {}

    /**
     * F19: how many can wait. The kernel compares with "greater than", hence one more.
     *
     * @param backlog the argument of listen()
     * @param somaxconn net.core.somaxconn when listen() was called
     */
    public static long slots(long backlog, long somaxconn) {
        return Math.min(backlog, somaxconn) + 1;
    }

    /** Whether a queue takes no more: {@code idiag_rqueue > idiag_wqueue}. */
    public static boolean isFull(long waiting, long limit) {
        return waiting > limit;
    }
}
