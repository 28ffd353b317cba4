// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;

/** A set of socket cookies, which are never 0. Open addressing, at most half full. */
final class CookieSet {
    private static final int SMALLEST = 256;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] slots = new long[SMALLEST];
    private int size;

    boolean contains(long cookie) {
        return slots[slotOf(slots, cookie)] == cookie;
    }

    void add(long cookie) {
        int slot = slotOf(slots, cookie);
        if (slots[slot] == cookie) {
            return;
        }
        slots[slot] = cookie;
        if (++size > slots.length / 2) {
            grow();
        }
    }

    int size() {
        return size;
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(slots, 0);
            size = 0;
        }
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long cookie : slots) {
            if (cookie != 0) {
                larger[slotOf(larger, cookie)] = cookie;
            }
        }
        slots = larger;
    }

    private static int slotOf(long[] slots, long cookie) {
        int slot = (int) ((cookie * GOLDEN) >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != cookie) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
