// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

/**
 * What is remembered of connections from scan to scan: owner, side, and whether they were counted
 * as opened. A connection is known by its cookie, which the kernel keeps when it becomes a
 * TIME_WAIT; so the owner outlives the process, as a remembered four-tuple would.
 *
 * <p>16 bytes each in one array, two longs side by side: one cache miss for a look-up. At most
 * three quarters of the array are used, and half after it grew: 21 to 32 bytes a connection.
 *
 * <pre>
 *  slot      cookie
 *  slot + 1  generation last seen (31 bits) | counted in scan (16) | server (1) | owner (16)
 * </pre>
 */
final class ConnectionMemory {
    /** The owner of a connection that has none yet: nobody accepted it. */
    static final int NO_OWNER = 0xffff;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int SMALLEST = 1024;
    private static final int COUNTED_SHIFT = 17;
    private static final int SEEN_SHIFT = 33;
    private static final long COUNTED_MASK = 0xffffL << COUNTED_SHIFT;
    private static final long SEEN_MASK = -1L << SEEN_SHIFT;
    private static final long SERVER_BIT = 1L << 16;
    private static final long OWNER_MASK = 0xffff;

    private final int capacity;
    private long[] slots = new long[2 * SMALLEST];
    private int size;
    private long generation = 1;
    private long scan;
    private long fullInScan = -1;

    /** Remembers at most about this many connections; beyond it, new ones are not remembered. */
    ConnectionMemory(int capacity) {
        this.capacity = capacity;
    }

    /**
     * A scan begins.
     *
     * @param allStates connections that neither this scan nor the next of all states sees are
     *     forgotten
     */
    void beginScan(boolean allStates) {
        scan++;
        generation += allStates ? 1 : 0;
    }

    /** Where a connection is remembered, or -1. */
    int find(long cookie) {
        int slot = slotOf(slots, cookie);
        return slots[slot] == cookie ? slot : -1;
    }

    /** The owner at a slot, or {@link #NO_OWNER}. */
    int owner(int slot) {
        return (int) (slots[slot + 1] & OWNER_MASK);
    }

    /** Whether this host is the server of the connection at a slot. */
    boolean isServer(int slot) {
        return (slots[slot + 1] & SERVER_BIT) != 0;
    }

    /** The connection at a slot is still there. */
    void touch(int slot) {
        slots[slot + 1] = (slots[slot + 1] & ~SEEN_MASK) | (generation << SEEN_SHIFT);
    }

    /** Remembers, and returns the slot, or -1 where there is no room. */
    int put(long cookie, int owner, boolean server) {
        if (isCrowded() && (fullInScan == scan || !makeRoom())) {
            return -1;
        }
        int slot = slotOf(slots, cookie);
        if (slots[slot] != cookie) {
            slots[slot] = cookie;
            slots[slot + 1] = 0;
            size++;
        }
        long counted = slots[slot + 1] & COUNTED_MASK;
        slots[slot + 1] =
                (generation << SEEN_SHIFT)
                        | counted
                        | (server ? SERVER_BIT : 0)
                        | (owner & OWNER_MASK);
        return slot;
    }

    /**
     * Marks the connection at a slot as counted.
     *
     * @return whether it was not yet, or only in an attempt at the present scan that is repeated
     */
    boolean countOnce(int slot) {
        long mark = ((scan & 0x7fff) | 0x8000) << COUNTED_SHIFT;
        long counted = slots[slot + 1] & COUNTED_MASK;
        if (counted != 0 && counted != mark) {
            return false;
        }
        slots[slot + 1] |= mark;
        return true;
    }

    /** Whether the next {@link #put} makes room, by forgetting those not touched for long. */
    boolean willForget() {
        return isCrowded() && fullInScan != scan;
    }

    /** Touches those that a scan saw. */
    void touchAll(ScanOrder order) {
        for (int at = 0; at < order.size(); at++) {
            int slot = find(order.cookie(at));
            if (slot >= 0) {
                touch(slot);
            }
        }
    }

    /** Connections remembered, some of which may be gone. */
    int size() {
        return size;
    }

    private boolean isCrowded() {
        return size >= slots.length / 8 * 3;
    }

    private boolean makeRoom() {
        long[] old = slots;
        int kept = 0;
        for (int slot = 0; slot < old.length; slot += 2) {
            kept += isFresh(old, slot) ? 1 : 0;
        }
        if (kept > capacity) {
            fullInScan = scan;
            return false;
        }
        slots = new long[2 * Math.max(SMALLEST, 2 * kept)];
        size = kept;
        for (int slot = 0; slot < old.length; slot += 2) {
            if (isFresh(old, slot)) {
                int target = slotOf(slots, old[slot]);
                slots[target] = old[slot];
                slots[target + 1] = old[slot + 1];
            }
        }
        return true;
    }

    private boolean isFresh(long[] array, int slot) {
        return array[slot] != 0 && (array[slot + 1] >>> SEEN_SHIFT) >= generation - 1;
    }

    private static int homeOf(long[] slots, long cookie) {
        long hash = (cookie * GOLDEN) >>> 32;
        return (int) ((hash * (slots.length / 2)) >>> 32) << 1;
    }

    private static int slotOf(long[] slots, long cookie) {
        int slot = homeOf(slots, cookie);
        while (slots[slot] != 0 && slots[slot] != cookie) {
            slot += 2;
            if (slot == slots.length) {
                slot = 0;
            }
        }
        return slot;
    }
}
