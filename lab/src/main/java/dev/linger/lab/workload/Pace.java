// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import java.util.concurrent.locks.LockSupport;

/** A steady rate. A stall delays all that follows; no long burst makes up for it. */
final class Pace {
    private static final long STALL_NANOS = 200_000_000;

    private final double perSecond;
    private long begin = System.nanoTime();
    private long taken;

    /**
     * Begins now.
     *
     * @param perSecond turns per second; 0 as fast as possible
     */
    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits for the next turn. */
    void next() {
        if (perSecond > 0) {
            long due = begin + (long) (taken++ / perSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            begin += Math.max(0, System.nanoTime() - due - STALL_NANOS);
        }
    }
}
