// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;

/** Local ports of client-side sockets that were placed after the dump, with the cell of each. */
final class PortLog {
    private static final int KEPT_PORTS = 1 << 12;
    private static final int PORT_BITS = 16;

    private long[] entries = new long[KEPT_PORTS];
    private int size;

    void clear() {
        if (entries.length > KEPT_PORTS && size < entries.length / 8) {
            entries = new long[Math.max(KEPT_PORTS, entries.length / 4)];
        }
        size = 0;
    }

    void add(int cell, int port) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        entries[size++] = (long) cell << PORT_BITS | port;
    }

    /** Shows every port. */
    void forEach(PortTaker taker) {
        for (int entry = 0; entry < size; entry++) {
            taker.take(
                    (int) (entries[entry] >>> PORT_BITS),
                    (int) entries[entry] & (1 << PORT_BITS) - 1);
        }
    }
}
