// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.tcp.TcpState;

import java.util.Arrays;

/**
 * The places at which the sockets of one scan are counted. A place is a cell and what a socket adds
 * to beside it: its state, the way its owner was found, whether it occupies an ephemeral port. So a
 * socket raises one counter of 8 bytes, among a few hundred that stay in the nearest cache, where
 * the cells would be four cache lines of far memory; {@link #settle} carries the sums over.
 *
 * <pre>
 *  place  cell  32 bits | ephemeral port  1 | offset of the way's count in a cell  8 | state  4
 *  sums   2 * place      sockets
 *         2 * place + 1  sum of round-trip times, us
 * </pre>
 */
final class Places {
    /** No place: the socket was not in the scan before, or has to be looked at again. */
    static final int NONE = -1;

    private static final int NEW_SYN_RECV = 12;
    private static final int CELL_SHIFT = 32;
    private static final int WAY_SHIFT = 4;
    private static final int PORT_SHIFT = 12;
    private static final int SMALLEST = 256;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] places = new long[SMALLEST];
    private long[] sums = new long[2 * SMALLEST];
    private int[] index = new int[4 * SMALLEST];
    private int size;

    /** A scan begins. */
    void clear() {
        Arrays.fill(index, 0);
        Arrays.fill(sums, 0, 2 * size, 0);
        size = 0;
    }

    int size() {
        return size;
    }

    /**
     * The number of a place.
     *
     * @param ownedBy as {@link CellTable#ownedBy}
     */
    int of(int cell, int state, int ownedBy, boolean usesPort) {
        int kind = state | ownedBy << WAY_SHIFT | (usesPort ? 1 : 0) << PORT_SHIFT;
        long packed = (long) cell << CELL_SHIFT | kind;
        int slot = slotOf(packed);
        return index[slot] != 0 ? index[slot] - 1 : add(packed, slot);
    }

    /** Counts a socket. */
    void count(int place) {
        sums[2 * place]++;
    }

    /** Adds a round-trip time. */
    void addRtt(int place, long micros) {
        sums[2 * place + 1] += micros;
    }

    /** The cell of a place. */
    int cell(int place) {
        return (int) (places[place] >>> CELL_SHIFT);
    }

    /** The kernel's number of the state. */
    int state(int place) {
        return stateOf(kind(place));
    }

    /** State, way and port together: what has to be the same where only the cell's number moved. */
    int kind(int place) {
        return (int) places[place];
    }

    /** Whether the sockets occupy ports that connect() may choose. */
    boolean usesPort(int place) {
        return (places[place] >>> PORT_SHIFT & 1) != 0;
    }

    /** The state in a {@link #kind}. */
    static int stateOf(int kind) {
        return kind & 0xf;
    }

    /** The scan is complete: adds all to the cells, once. */
    void settle(CellTable cells) {
        int timeWait = TcpState.TIME_WAIT.kernelNumber();
        for (int place = 0; place < size; place++) {
            int sockets = (int) sums[2 * place];
            int cell = cell(place);
            int[] ints = cells.ints(cell);
            int at = cells.intsAt(cell);
            int state =
                    state(place) == NEW_SYN_RECV ? TcpState.SYN_RECV.kernelNumber() : state(place);
            ints[at + CellTable.STATES + state] += sockets;
            ints[at + (kind(place) >>> WAY_SHIFT & 0xff)] += sockets;
            if (usesPort(place)) {
                ints[at + CellTable.PORTS_USED] += sockets;
                ints[at + CellTable.PORTS_TIME_WAIT] += state == timeWait ? sockets : 0;
            }
            cells.longs(cell)[cells.longsAt(cell) + CellTable.RTT_SUM] += sums[2 * place + 1];
        }
    }

    private int add(long packed, int slot) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            sums = Arrays.copyOf(sums, 4 * size);
        }
        int place = size++;
        places[place] = packed;
        index[slot] = place + 1;
        if (2 * size > index.length) {
            index = new int[2 * index.length];
            for (int known = 0; known < size; known++) {
                index[slotOf(places[known])] = known + 1;
            }
        }
        return place;
    }

    private int slotOf(long packed) {
        int mask = index.length - 1;
        int slot = (int) ((packed * GOLDEN) >>> CELL_SHIFT) & mask;
        while (index[slot] != 0 && places[index[slot] - 1] != packed) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
