// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

/**
 * Tells which TIME_WAIT are new since the scan before, so that each is counted once.
 *
 * <p>The kernel sends how long a TIME_WAIT will still live; it began 60 s before that ends. One
 * that began before the last scan did was seen by it. Whether one that began about then was seen,
 * the clock cannot tell exactly (a jiffy is up to 10 ms, and the time of reading is known to one
 * receive), so those are remembered by their cookies:
 *
 * <pre>
 *        last scan begins                     this scan begins
 *  ------|------------------------------------|-----------&gt; time of entry into TIME_WAIT
 *    [ slack ... seen then, in its set ]  [ 2 slack ... put into the set of this scan ]
 *    counted unless in the set of the last scan ....................................
 * </pre>
 */
final class CloseCounter {
    /** {@code TCP_TIMEWAIT_LEN} of include/net/tcp.h. */
    static final long TIME_WAIT_NANOS = 60_000_000_000L;

    /** More than what a jiffy, a receive and a pause of the collector's thread blur. */
    private static final long SLACK_NANOS = 250_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private CookieSet seenLate = new CookieSet();
    private CookieSet seenLateNow = new CookieSet();
    private long lastStartedAtNanos;
    private long startedAtNanos;

    /**
     * Begins a scan, or the scan again.
     *
     * @param startedAtNanos when
     * @param lastStartedAtNanos when the one before began, or, for the first, since when to count
     */
    void begin(long startedAtNanos, long lastStartedAtNanos) {
        this.startedAtNanos = startedAtNanos;
        this.lastStartedAtNanos = lastStartedAtNanos;
        seenLateNow.clear();
    }

    /**
     * Takes a TIME_WAIT of this scan.
     *
     * @param cookie names it
     * @param enteredAtNanos when it began
     * @return whether no scan before has seen it
     */
    boolean isNew(long cookie, long enteredAtNanos) {
        again(cookie, enteredAtNanos);
        return enteredAtNanos - lastStartedAtNanos > -SLACK_NANOS && !seenLate.contains(cookie);
    }

    /** Takes a TIME_WAIT that the scan before has seen, which is no news. */
    void again(long cookie, long enteredAtNanos) {
        if (enteredAtNanos - startedAtNanos > -2 * SLACK_NANOS) {
            seenLateNow.add(cookie);
        }
    }

    /**
     * When a TIME_WAIT began.
     *
     * @param expiresMillis what it will still live
     * @param dumpedAtNanos when the kernel said so
     */
    static long enteredAtNanos(long expiresMillis, long dumpedAtNanos) {
        return dumpedAtNanos + expiresMillis * NANOS_PER_MILLI - TIME_WAIT_NANOS;
    }

    /** The scan is complete: the next one counts from here. */
    void commit() {
        CookieSet free = seenLate;
        seenLate = seenLateNow;
        seenLateNow = free;
    }
}
