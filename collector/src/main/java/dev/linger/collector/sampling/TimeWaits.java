// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.InetDiagDump;
import dev.linger.collector.inetdiag.InetDiagMsg;

/** The TIME_WAIT of a scan: which are new, and whether any end early. */
final class TimeWaits {
    /** {@code idiag_timer} of a TIME_WAIT whose time runs. */
    private static final int MINI_SOCKET_TIMER = 3;

    private final CloseCounter closes = new CloseCounter();
    private final EarlyEnds earlyEnds = new EarlyEnds();
    private boolean read;
    private boolean watched;
    private boolean readBefore;
    private long startedAtNanos;
    private long lastReadAtNanos;

    /**
     * Prepares a scan.
     *
     * @param states bits of the states that it reads; where TIME_WAIT is not one of them, the next
     *     scan that reads them counts since the one before
     * @param watched whether it tells if any end early
     * @param countSinceNanos for the first scan, since when closes count
     */
    void prepare(int states, boolean watched, long countSinceNanos) {
        this.read = (states & InetDiagDump.TIME_WAIT) != 0;
        this.watched = read && watched;
        if (!readBefore) {
            lastReadAtNanos = countSinceNanos;
        }
    }

    /** The scan begins, or begins again. */
    void begin(long atNanos) {
        startedAtNanos = atNanos;
        closes.begin(atNanos, lastReadAtNanos);
        earlyEnds.begin(atNanos);
    }

    /** Takes one that the scan before has seen. */
    void again(InetDiagMsg socket, long dumpedAtNanos) {
        long enteredAtNanos = CloseCounter.enteredAtNanos(socket.expiresMillis(), dumpedAtNanos);
        closes.again(socket.cookie(), enteredAtNanos);
        if (watched) {
            earlyEnds.add(enteredAtNanos);
        }
    }

    /** Takes one, and returns whether no scan has seen it before. */
    boolean isNew(InetDiagMsg socket, long dumpedAtNanos) {
        if (socket.timer() != MINI_SOCKET_TIMER) {
            return false;
        }
        long enteredAtNanos = CloseCounter.enteredAtNanos(socket.expiresMillis(), dumpedAtNanos);
        if (watched) {
            earlyEnds.add(enteredAtNanos);
        }
        return closes.isNew(socket.cookie(), enteredAtNanos);
    }

    /** The scan is complete. */
    void commit() {
        if (read) {
            closes.commit();
            lastReadAtNanos = startedAtNanos;
            readBefore = true;
        }
        if (watched) {
            earlyEnds.commit();
        }
    }

    /** As {@link EarlyEnds#ticksNeedTimeWait}. */
    boolean ticksNeedTimeWait() {
        return earlyEnds.ticksNeedTimeWait();
    }
}
