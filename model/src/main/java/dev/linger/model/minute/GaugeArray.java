// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import java.util.Arrays;
import java.util.List;

/**
 * {@link SocketGauges} as an array, so that thousands of them can be added without an object each.
 *
 * <pre>
 *   0..10  states by kernel number less one      24..32  idle without keep-alive
 *  11..14  keep-alive armed, unarmed, unknown,   33..41  CLOSE_WAIT age
 *          probing                               42      retransmitting
 *  15..23  idle                                  43, 44  receive, send queue bytes
 *  45..51  stalls by kind                        52..60  half-closed age
 *  61      sockets whose stalls were counted
 * </pre>
 */
final class GaugeArray {
    static final int STATES = TcpState.values().length;
    static final int TIME_WAIT = TcpState.TIME_WAIT.kernelNumber() - 1;
    static final int ESTABLISHED = TcpState.ESTABLISHED.kernelNumber() - 1;
    static final int CLOSE_WAIT = TcpState.CLOSE_WAIT.kernelNumber() - 1;
    static final int UNARMED = STATES + 1;
    private static final int KEEP_ALIVE = STATES;
    private static final int IDLE = KEEP_ALIVE + 4;
    private static final int IDLE_UNARMED = IDLE + AgeHistogram.BUCKETS;
    private static final int CLOSE_WAIT_AGE = IDLE_UNARMED + AgeHistogram.BUCKETS;
    private static final int RETRANSMITTING = CLOSE_WAIT_AGE + AgeHistogram.BUCKETS;
    private static final int STALLS = RETRANSMITTING + 3;
    private static final int HALF_CLOSED_AGE = STALLS + 7;
    private static final int STALLS_COUNTED = HALF_CLOSED_AGE + AgeHistogram.BUCKETS;
    static final int SIZE = STALLS_COUNTED + 1;

    private GaugeArray() {}

    /** Replaces what an array holds by the gauges of a group. */
    static void set(long[] values, SocketGroup group) {
        Arrays.fill(values, 0);
        add(values, group);
    }

    private static void add(long[] sums, SocketGroup group) {
        addStates(sums, group.states());
        KeepAlive keepAlive = group.keepAlive();
        sums[KEEP_ALIVE] += keepAlive.armed();
        sums[UNARMED] += keepAlive.unarmed();
        sums[KEEP_ALIVE + 2] += keepAlive.unknown();
        sums[KEEP_ALIVE + 3] += keepAlive.probing();
        addHistogram(sums, IDLE, group.idle());
        addHistogram(sums, IDLE_UNARMED, group.idleUnarmed());
        addHistogram(sums, CLOSE_WAIT_AGE, group.closeWaitAge());
        sums[RETRANSMITTING] += group.retransmitting();
        sums[RETRANSMITTING + 1] += group.receiveQueueBytes();
        sums[RETRANSMITTING + 2] += group.sendQueueBytes();
        Stalls stalls = group.stalls();
        if (stalls != null) {
            addStalls(sums, stalls);
            sums[STALLS_COUNTED] += group.states().total();
        }
    }

    private static void addStalls(long[] sums, Stalls stalls) {
        sums[STALLS] += stalls.connects();
        sums[STALLS + 1] += stalls.writes();
        sums[STALLS + 2] += stalls.closes();
        sums[STALLS + 3] += stalls.unheard();
        sums[STALLS + 4] += stalls.unanswered();
        sums[STALLS + 5] += stalls.held();
        sums[STALLS + 6] += stalls.shared();
        addHistogram(sums, HALF_CLOSED_AGE, stalls.halfClosedAge());
    }

    private static void addStates(long[] sums, StateCounts states) {
        sums[0] += states.established();
        sums[1] += states.synSent();
        sums[2] += states.synRecv();
        sums[3] += states.finWait1();
        sums[4] += states.finWait2();
        sums[TIME_WAIT] += states.timeWait();
        sums[6] += states.close();
        sums[CLOSE_WAIT] += states.closeWait();
        sums[8] += states.lastAck();
        sums[9] += states.listen();
        sums[10] += states.closing();
    }

    @SuppressWarnings("ReferenceEquality") // another empty one takes longer and adds nothing too
    private static void addHistogram(long[] sums, int from, AgeHistogram histogram) {
        if (histogram == AgeHistogram.EMPTY) {
            return;
        }
        List<Long> counts = histogram.counts();
        for (int i = 0; i < AgeHistogram.BUCKETS; i++) {
            sums[from + i] += counts.get(i);
        }
    }

    static void add(long[] sums, long[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    static long sockets(long[] values) {
        long sockets = 0;
        for (int i = 0; i < STATES; i++) {
            sockets += values[i];
        }
        return sockets;
    }

    static StateCounts states(long[] values) {
        long[] byKernelNumber = new long[STATES + 1];
        System.arraycopy(values, 0, byKernelNumber, 1, STATES);
        return StateCounts.of(byKernelNumber);
    }

    static SocketGauges gauges(long[] values) {
        return new SocketGauges(
                states(values),
                new KeepAlive(
                        values[KEEP_ALIVE],
                        values[UNARMED],
                        values[KEEP_ALIVE + 2],
                        values[KEEP_ALIVE + 3]),
                histogram(values, IDLE),
                histogram(values, IDLE_UNARMED),
                histogram(values, CLOSE_WAIT_AGE),
                values[RETRANSMITTING],
                values[RETRANSMITTING + 1],
                values[RETRANSMITTING + 2],
                values[STALLS_COUNTED] == 0 ? null : stalls(values));
    }

    private static Stalls stalls(long[] values) {
        return new Stalls(
                values[STALLS],
                values[STALLS + 1],
                values[STALLS + 2],
                values[STALLS + 3],
                values[STALLS + 4],
                values[STALLS + 5],
                values[STALLS + 6],
                histogram(values, HALF_CLOSED_AGE));
    }

    private static AgeHistogram histogram(long[] values, int from) {
        Long[] counts = new Long[AgeHistogram.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = values[from + i];
        }
        return new AgeHistogram(List.of(counts));
    }
}
