// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.Arrays;

/**
 * The local ports of client-side sockets in the order of the dump, with the cell of each: 4 bytes a
 * socket, kept from scan to scan. Beyond {@value #MAX_PORTS} it is no longer complete, and says so.
 */
final class PortLog {
    private static final int MAX_PORTS = 1 << 18;
    private static final int KEPT_PORTS = 1 << 12;
    private static final int PORT_BITS = 16;

    private int[] entries = new int[KEPT_PORTS];
    private int size;
    private boolean complete = true;

    void clear() {
        if (entries.length > KEPT_PORTS && size < entries.length / 8) {
            entries = new int[Math.max(KEPT_PORTS, entries.length / 4)];
        }
        size = 0;
        complete = true;
    }

    void add(int cell, int port) {
        if (size == entries.length) {
            if (size == MAX_PORTS) {
                complete = false;
                return;
            }
            entries = Arrays.copyOf(entries, 2 * size);
        }
        entries[size++] = cell << PORT_BITS | port;
    }

    int size() {
        return size;
    }

    /** Whether every socket is here. */
    boolean isComplete() {
        return complete;
    }

    int cell(int entry) {
        return entries[entry] >>> PORT_BITS;
    }

    int port(int entry) {
        return entries[entry] & (1 << PORT_BITS) - 1;
    }
}
