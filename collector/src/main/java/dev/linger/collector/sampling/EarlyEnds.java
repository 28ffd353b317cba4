// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;

/**
 * How many TIME_WAIT ended before their 60 s were over, between two scans of all states: a
 * connection took their place, or an RST came. Where none does, each that ever began is still there
 * a snapshot later, and need not be read in between.
 *
 * <p>TIME_WAIT are counted by the time at which they began, in buckets of 1.07 s:
 *
 * <pre>
 *      this scan - 60 s                 scan before             this scan
 *   ---|---------------------------------|-----------------------|--&gt; time of entry into TIME_WAIT
 *       [ neither new nor ended: as many ]
 *       [ as the scan before has counted ]
 * </pre>
 */
final class EarlyEnds {
    /** So many cost a fast scan as much as its walk through the kernel's table: 1 ms. */
    static final int MANY = 3_000;

    /** Of those that ought to be left, the share that may have gone; in front of 1 % of closes. */
    private static final double FEW_SHARE = 0.005;

    private static final int BUCKET_SHIFT = 30;
    private static final int BUCKETS = 128;

    private int[] before = new int[BUCKETS];
    private int[] now = new int[BUCKETS];
    private int timeWaits;
    private long startedBeforeNanos;
    private long startedAtNanos;
    private boolean hasBefore;
    private boolean ticksNeedTimeWait = true;

    /** Begins a scan, or the scan again. */
    void begin(long startedAtNanos) {
        this.startedAtNanos = startedAtNanos;
        Arrays.fill(now, 0);
        timeWaits = 0;
    }

    /** Takes a TIME_WAIT of this scan, by {@link System#nanoTime()} of its beginning. */
    void add(long enteredAtNanos) {
        now[index(bucket(enteredAtNanos))]++;
        timeWaits++;
    }

    /** The scan is complete. */
    void commit() {
        ticksNeedTimeWait = !hasBefore || timeWaits < MANY || manyEnded();
        int[] free = before;
        before = now;
        now = free;
        startedBeforeNanos = startedAtNanos;
        hasBefore = true;
    }

    /**
     * Whether the scans until the next of all states have to read TIME_WAIT: there are few, or some
     * end early, and would never be seen.
     */
    boolean ticksNeedTimeWait() {
        return ticksNeedTimeWait;
    }

    /** A bucket at both ends is left out: the kernel's clock and ours differ by some jiffies. */
    private boolean manyEnded() {
        long first = bucket(startedAtNanos - CloseCounter.TIME_WAIT_NANOS) + 2;
        long last = bucket(startedBeforeNanos) - 2;
        long expected = 0;
        long left = 0;
        for (long bucket = first; bucket <= last; bucket++) {
            expected += before[index(bucket)];
            left += now[index(bucket)];
        }
        return expected == 0 || expected - left > FEW_SHARE * expected;
    }

    private static long bucket(long nanos) {
        return nanos >> BUCKET_SHIFT;
    }

    private static int index(long bucket) {
        return (int) bucket & (BUCKETS - 1);
    }
}
