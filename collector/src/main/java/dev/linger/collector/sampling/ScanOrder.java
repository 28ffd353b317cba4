// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The sockets of the scan before, in the order in which the kernel dumped them, and where each was
 * counted. The kernel walks its hash table from end to end, so that sockets which are still there
 * come in the same order again: a cursor that moves along finds each at once, where a look-up by
 * cookie in a table of 100,000 waits for memory.
 *
 * <pre>
 *   scan before    A  B  C  D  E  F
 *                        ^ cursor: C is the next that is expected
 *   this scan      A  B  x  D  ...      x is new: nothing moves. D: one further than expected, C is gone.
 * </pre>
 *
 * <p>A mark says where a socket was counted: bits 0-17 the cell, 18-21 the state, 22-29 the count
 * of the way its owner was found, 30 whether its local port is ephemeral. Cells are numbered anew
 * by each scan; the first socket of an old cell that was placed the slow way tells its new number.
 */
final class ScanOrder {
    /** No mark: the socket was not in the scan before, or has to be looked at again. */
    static final int NONE = -1;

    private static final int CELL_BITS = 18;
    private static final int CELL_MASK = (1 << CELL_BITS) - 1;
    private static final int STATE_SHIFT = CELL_BITS;
    private static final int WAY_SHIFT = 22;
    private static final int PORT_SHIFT = 30;
    private static final int SMALLEST = 256;
    private static final int SHORTEST_REACH = 8;
    private static final int LONGEST_REACH = 4096;

    private long[] cookies = new long[SMALLEST];
    private int[] marks = new int[SMALLEST];
    private int size;
    private long[] newCookies = new long[SMALLEST];
    private int[] newMarks = new int[SMALLEST];
    private int newSize;
    private long[] cellKeys = {};
    private int[] cellNow = {};
    private int cursor;
    private int reach;
    private long stepsLeft;
    private final BitSet distrusted = new BitSet();
    private BitSet distrustedBefore = new BitSet();

    /** A scan begins, or begins again. */
    void begin() {
        distrustedBefore = (BitSet) distrusted.clone();
        newSize = 0;
        cursor = 0;
        reach = SHORTEST_REACH;
        stepsLeft = 4L * size + LONGEST_REACH;
        Arrays.fill(cellNow, NONE);
    }

    /** The mark of a socket in the scan before, or {@link #NONE}. */
    int markOf(long cookie) {
        int at = cursor;
        if (at < size && cookies[at] == cookie) {
            cursor = at + 1;
            return marks[at];
        }
        return search(cookie);
    }

    /** The cell in which the sockets are counted now that had the same as this one, or NONE. */
    int cellNow(int mark) {
        return cellNow[mark & CELL_MASK];
    }

    /**
     * A socket was counted.
     *
     * @param mark as {@link #mark} gives it, or NONE where it must be looked at again
     */
    void add(long cookie, int mark) {
        if (newSize == newCookies.length) {
            newCookies = Arrays.copyOf(newCookies, 2 * newSize);
            newMarks = Arrays.copyOf(newMarks, 2 * newSize);
        }
        newCookies[newSize] = cookie;
        newMarks[newSize++] = mark;
    }

    /** The mark of a socket that is counted as before: its cell alone is new. */
    static int moved(int before, int cell) {
        return (before & ~CELL_MASK) | cell;
    }

    /**
     * A socket with a mark was placed the slow way: where its owner and side are what they were,
     * the others of its old cell go where it went.
     *
     * @param before its mark in the scan before
     * @param cell where it was counted now
     */
    void follow(int before, int cell, CellTable cells) {
        if (cellKeys[before & CELL_MASK] == keyOf(cells, cell)) {
            cellNow[before & CELL_MASK] = cell;
        }
    }

    /** The scan is complete: the next one is compared to it. */
    void commit(CellTable cells) {
        distrusted.andNot(distrustedBefore);
        long[] freeCookies = cookies;
        int[] freeMarks = marks;
        cookies = newCookies;
        marks = newMarks;
        size = newSize;
        boolean roomy = freeCookies.length > SMALLEST && size < freeCookies.length / 8;
        newCookies = roomy ? new long[freeCookies.length / 4] : freeCookies;
        newMarks = roomy ? new int[freeMarks.length / 4] : freeMarks;
        if (cellNow.length < cells.size()) {
            cellNow = new int[2 * cells.size()];
            cellKeys = new long[2 * cells.size()];
        }
        for (int cell = 0; cell < cells.size(); cell++) {
            cellKeys[cell] = keyOf(cells, cell);
        }
    }

    /** Drops all marks: what decides where sockets are counted has changed. */
    void distrustAll() {
        Arrays.fill(marks, 0, size, NONE);
    }

    /** Drops the marks of a local port, of this scan and of the next one. */
    void distrust(int port) {
        distrusted.set(port);
    }

    /** Whether marks of this local port were dropped. */
    boolean isDistrusted(int port) {
        return !distrusted.isEmpty() && distrusted.get(port);
    }

    /** The sockets of the scan before. */
    int size() {
        return size;
    }

    /** The cookie of one of them. */
    long cookie(int at) {
        return cookies[at];
    }

    /** Where and how a socket was counted; NONE where that does not fit. */
    static int mark(int cell, int state, int way, boolean ephemeralPort) {
        return cell > CELL_MASK
                ? NONE
                : cell
                        | state << STATE_SHIFT
                        | way << WAY_SHIFT
                        | (ephemeralPort ? 1 : 0) << PORT_SHIFT;
    }

    /** The cell in a mark. */
    static int cell(int mark) {
        return mark & CELL_MASK;
    }

    /** The state in a mark, 1 to 12. */
    static int state(int mark) {
        return mark >>> STATE_SHIFT & 0xf;
    }

    /** The count of the way in a mark, as {@link CellTable#ownedBy} gives it. */
    static int way(int mark) {
        return mark >>> WAY_SHIFT & 0xff;
    }

    /** Whether the local port is ephemeral, and counts as used. */
    static boolean isEphemeral(int mark) {
        return (mark >>> PORT_SHIFT & 1) != 0;
    }

    /**
     * Looks a little further than expected. Where nothing is found the socket is new; where that
     * goes on, more sockets than that may have gone, so the next look reaches further. What a scan
     * may spend on it is bounded.
     */
    private int search(long cookie) {
        int end = (int) Math.min(size, cursor + 1L + Math.min(reach, stepsLeft));
        for (int at = cursor + 1; at < end; at++) {
            if (cookies[at] == cookie) {
                stepsLeft -= at - cursor;
                cursor = at + 1;
                reach = SHORTEST_REACH;
                return marks[at];
            }
        }
        stepsLeft -= Math.max(0, end - cursor);
        reach = Math.min(2 * reach, LONGEST_REACH);
        return NONE;
    }

    /** Owner and kind: the rest of a cell's key never changes for a socket. */
    private static long keyOf(CellTable cells, int cell) {
        int[] ints = cells.ints(cell);
        int at = cells.intsAt(cell);
        return ((long) ints[at] << 32) | (ints[at + 1] & 0xffffffffL);
    }
}
