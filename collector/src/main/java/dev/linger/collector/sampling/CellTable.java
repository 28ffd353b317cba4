// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.Side;

import java.util.Arrays;

/**
 * Counts of one scan, by cell: all sockets of one owner, side, family, endpoint, and, on the client
 * side, source address. Open addressing over an index; the cells lie in pages, so that growing
 * copies nothing. Beyond {@value #MAX_CELLS} cells, sockets go to the cell of their owner that
 * stands for other endpoints.
 *
 * <pre>
 *  ints of a cell   0  owner         1  kind      2-5  endpoint's address   6  port   7-10  source
 *                  11  counts, at the offsets below
 *  longs of a cell  0  sum of round-trip times, us    1  bytes to read   2  bytes to send
 * </pre>
 */
final class CellTable {
    /** The owner of sockets that carry none, until the scan is complete. */
    static final int PENDING = -1;

    static final int SERVER_BIT = 1;
    static final int INET6_BIT = 2;
    static final int OTHER_BIT = 4;

    static final int KEY_INTS = 11;

    /** Sockets by state: add the state's kernel number. */
    static final int STATES = KEY_INTS;

    static final int ARMED = STATES + 12;
    static final int UNARMED = ARMED + 1;
    static final int TIMER_UNKNOWN = UNARMED + 1;
    static final int PROBING = TIMER_UNKNOWN + 1;
    static final int IDLE = PROBING + 1;
    static final int IDLE_UNARMED = IDLE + AgeHistogram.BUCKETS;
    static final int CLOSE_WAIT_AGE = IDLE_UNARMED + AgeHistogram.BUCKETS;
    static final int RETRANSMITTING = CLOSE_WAIT_AGE + AgeHistogram.BUCKETS;

    /** Sockets by the way their owner was found, at {@link #ownedBy}. */
    private static final int OWNED_BY = RETRANSMITTING + 1;

    static final int ACTIVE_CLOSES = OWNED_BY + 6;
    static final int OPENED = ACTIVE_CLOSES + 1;
    static final int PORTS_USED = OPENED + 1;
    static final int PORTS_TIME_WAIT = PORTS_USED + 1;
    static final int RTT_COUNT = PORTS_TIME_WAIT + 1;
    static final int STALLED_CONNECTS = RTT_COUNT + 1;
    static final int STALLED_WRITES = STALLED_CONNECTS + 1;
    static final int STALLED_CLOSES = STALLED_WRITES + 1;
    static final int UNHEARD = STALLED_CLOSES + 1;
    static final int UNANSWERED = UNHEARD + 1;
    static final int HELD = UNANSWERED + 1;
    static final int SHARED = HELD + 1;
    static final int HALF_CLOSED_AGE = SHARED + 1;
    static final int CELL_INTS = HALF_CLOSED_AGE + AgeHistogram.BUCKETS;

    static final int RTT_SUM = 0;
    static final int RECEIVE_QUEUE = 1;
    static final int SEND_QUEUE = 2;
    static final int CELL_LONGS = 3;

    static final int MAX_CELLS = 1 << 16;

    private static final int PAGE_BITS = 8;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int GOLDEN = 0x9E3779B9;
    private static final int MIX = 0x85EBCA6B;

    private int[][] ints = new int[0][];
    private long[][] longs = new long[0][];
    private int[] index = new int[1024];
    private int size;

    void clear() {
        Arrays.fill(index, 0);
        size = 0;
    }

    int size() {
        return size;
    }

    /** The page that holds the ints of a cell; {@link #intsAt} is where they begin. */
    int[] ints(int cell) {
        return ints[cell >>> PAGE_BITS];
    }

    int intsAt(int cell) {
        return (cell & PAGE_MASK) * CELL_INTS;
    }

    /** The page that holds the longs of a cell; {@link #longsAt} is where they begin. */
    long[] longs(int cell) {
        return longs[cell >>> PAGE_BITS];
    }

    int longsAt(int cell) {
        return (cell & PAGE_MASK) * CELL_LONGS;
    }

    /**
     * The cell of a key, made where there is none.
     *
     * @param key {@link #KEY_INTS} ints; changed where the table is full
     */
    int cellOf(int[] key) {
        int found = find(key);
        if (found >= 0) {
            return found;
        }
        if (size >= MAX_CELLS && (key[1] & OTHER_BIT) == 0) {
            Arrays.fill(key, 2, KEY_INTS, 0);
            key[1] |= OTHER_BIT;
            return cellOf(key);
        }
        return add(key, -found - 1);
    }

    /** The group that a cell belongs to. */
    GroupKey groupOf(int cell) {
        int[] page = ints(cell);
        int at = intsAt(cell);
        return new GroupKey(
                page[at],
                page[at + 1],
                page[at + 2],
                page[at + 3],
                page[at + 4],
                page[at + 5],
                page[at + 6]);
    }

    /** The source address of a cell that has one, with its owner given. */
    GroupKey sourceOf(int cell, int owner) {
        int[] page = ints(cell);
        int at = intsAt(cell);
        return new GroupKey(
                owner, page[at + 1], page[at + 7], page[at + 8], page[at + 9], page[at + 10], 0);
    }

    /** Offset of the sockets whose owner was found in this way. */
    static int ownedBy(OwnedBy by) {
        return OWNED_BY
                + switch (by) {
                    case CGROUP -> 0;
                    case EXECUTABLE -> 1;
                    case LISTENER -> 2;
                    case FOUR_TUPLE -> 3;
                    case ENDPOINT -> 4;
                    case UNKNOWN -> 5;
                };
    }

    static int kind(Side side, Family family) {
        return (side == Side.SERVER ? SERVER_BIT : 0) | (family == Family.INET6 ? INET6_BIT : 0);
    }

    static Side sideOf(int kind) {
        return (kind & SERVER_BIT) != 0 ? Side.SERVER : Side.CLIENT;
    }

    static Family familyOf(int kind) {
        return (kind & INET6_BIT) != 0 ? Family.INET6 : Family.INET;
    }

    /** The cell, or -(place in the index) - 1. */
    private int find(int[] key) {
        int mask = index.length - 1;
        int slot = hash(key) & mask;
        while (index[slot] != 0) {
            int cell = index[slot] - 1;
            if (hasKey(ints(cell), intsAt(cell), key)) {
                return cell;
            }
            slot = (slot + 1) & mask;
        }
        return -slot - 1;
    }

    /** A loop of its own: Arrays.equals over ranges costs three times as much where C2 is off. */
    private static boolean hasKey(int[] page, int at, int[] key) {
        for (int i = KEY_INTS - 1; i >= 0; i--) {
            if (page[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private int add(int[] key, int slot) {
        int cell = size++;
        int page = cell >>> PAGE_BITS;
        if (page == ints.length) {
            ints = Arrays.copyOf(ints, page + 1);
            longs = Arrays.copyOf(longs, page + 1);
            ints[page] = new int[CELL_INTS << PAGE_BITS];
            longs[page] = new long[CELL_LONGS << PAGE_BITS];
        }
        int at = intsAt(cell);
        System.arraycopy(key, 0, ints(cell), at, KEY_INTS);
        Arrays.fill(ints(cell), at + KEY_INTS, at + CELL_INTS, 0);
        Arrays.fill(longs(cell), longsAt(cell), longsAt(cell) + CELL_LONGS, 0);
        index[slot] = cell + 1;
        if (2 * size > index.length) {
            grow();
        }
        return cell;
    }

    private void grow() {
        index = new int[2 * index.length];
        int[] key = new int[KEY_INTS];
        for (int cell = 0; cell < size; cell++) {
            System.arraycopy(ints(cell), intsAt(cell), key, 0, KEY_INTS);
            index[-find(key) - 1] = cell + 1;
        }
    }

    private static int hash(int[] key) {
        int hash = key[0] * GOLDEN + key[1];
        for (int i = 2; i < KEY_INTS; i++) {
            hash = (hash + key[i]) * MIX;
            hash ^= hash >>> 15;
        }
        return hash;
    }
}
