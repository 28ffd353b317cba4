// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds cells up to a group. */
final class GroupBuilder {
    private static final OwnedBy[] WAYS = OwnedBy.values();
    private static final int STATES = 12;

    private final GroupKey key;
    private final boolean withStalls;
    private final long[] counts = new long[CellTable.CELL_INTS];
    private final long[] sums = new long[CellTable.CELL_LONGS];
    private final Map<OwnedBy, Long> ownedBy = new EnumMap<>(OwnedBy.class);
    private long activeCloses;
    private long opened;
    private long timeWaitPeak;
    private @Nullable PortUse ports;

    /**
     * Begins a group.
     *
     * @param withStalls whether the scan tells stalls
     */
    GroupBuilder(GroupKey key, boolean withStalls) {
        this.key = key;
        this.withStalls = withStalls;
    }

    /** Adds a cell; {@code by} is how its pending owner was found, null where it has its own. */
    void add(CellTable cells, int cell, @Nullable OwnedBy by) {
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell);
        for (int i = CellTable.KEY_INTS; i < CellTable.CELL_INTS; i++) {
            counts[i] += ints[at + i];
        }
        long[] longs = cells.longs(cell);
        for (int i = 0; i < CellTable.CELL_LONGS; i++) {
            sums[i] += longs[cells.longsAt(cell) + i];
        }
        for (OwnedBy way : WAYS) {
            long sockets = ints[at + CellTable.ownedBy(way)];
            if (sockets > 0) {
                ownedBy.merge(by == null ? way : by, sockets, Long::sum);
            }
        }
    }

    /** Adds what came up between the snapshots. */
    void add(SinceSnapshot.Sum sum) {
        activeCloses += sum.activeCloses;
        opened += sum.opened;
        timeWaitPeak += sum.timeWaitPeak;
    }

    /** Takes the port use of one source address; the one that uses most is kept. */
    void offer(PortUse use) {
        if (ports == null || use.used() > ports.used()) {
            ports = use;
        }
    }

    SocketGroup build(long namespace, String service) {
        long[] states = new long[STATES];
        System.arraycopy(counts, CellTable.STATES, states, 0, STATES);
        long rttCount = counts[CellTable.RTT_COUNT];
        return new SocketGroup(
                namespace,
                service,
                key.side(),
                key.family(),
                key.isOther() ? Endpoint.OTHER : key.endpoint(),
                StateCounts.of(states),
                Math.max(timeWaitPeak, states[TcpState.TIME_WAIT.kernelNumber()]),
                activeCloses,
                opened,
                ports,
                new KeepAlive(
                        counts[CellTable.ARMED],
                        counts[CellTable.UNARMED],
                        counts[CellTable.TIMER_UNKNOWN],
                        counts[CellTable.PROBING]),
                histogram(CellTable.IDLE),
                histogram(CellTable.IDLE_UNARMED),
                histogram(CellTable.CLOSE_WAIT_AGE),
                rttCount == 0 ? null : sums[CellTable.RTT_SUM] / rttCount,
                counts[CellTable.RETRANSMITTING],
                sums[CellTable.RECEIVE_QUEUE],
                sums[CellTable.SEND_QUEUE],
                ownedBy,
                withStalls ? stalls() : null);
    }

    private Stalls stalls() {
        return new Stalls(
                counts[CellTable.STALLED_CONNECTS],
                counts[CellTable.STALLED_WRITES],
                counts[CellTable.STALLED_CLOSES],
                counts[CellTable.UNHEARD],
                counts[CellTable.UNANSWERED],
                counts[CellTable.HELD],
                counts[CellTable.SHARED],
                histogram(CellTable.HALF_CLOSED_AGE));
    }

    private AgeHistogram histogram(int first) {
        Long[] buckets = new Long[AgeHistogram.BUCKETS];
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            buckets[bucket] = counts[first + bucket];
        }
        return new AgeHistogram(List.of(buckets));
    }
}
