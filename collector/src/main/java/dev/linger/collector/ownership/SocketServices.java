// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

/**
 * Services by inode of a socket, of the sockets that one walk over descriptors came across without
 * being asked for them: the next scan asks for most of them. At most {@value #MOST}, twelve to 24
 * bytes each. No inode comes again before the kernel has numbered four billion others.
 */
final class SocketServices {
    /** Sockets that are kept. */
    static final int MOST = 1 << 17;

    private static final int SMALLEST = 256;
    private static final int GOLDEN = 0x9E3779B9;
    private static final int LARGEST_INODE_BITS = 32;

    private int[] inodes = new int[SMALLEST];
    private char[] services = new char[SMALLEST];
    private int size;

    /** Forgets all. */
    void clear() {
        inodes = new int[SMALLEST];
        services = new char[SMALLEST];
        size = 0;
    }

    /** Keeps a socket, unless it is there or there is no room. */
    void add(long inode, int service) {
        if (size == MOST || inode == 0 || inode >>> LARGEST_INODE_BITS != 0) {
            return;
        }
        int slot = slotOf(inodes, (int) inode);
        if (inodes[slot] != 0) {
            return;
        }
        inodes[slot] = (int) inode;
        services[slot] = (char) service;
        if (++size > inodes.length / 2) {
            grow();
        }
    }

    /** The service of a socket; {@link Owners#NOT_LEARNT} if it was not met. */
    int find(long inode) {
        int slot = slotOf(inodes, (int) inode);
        return inodes[slot] == 0 ? Owners.NOT_LEARNT : services[slot];
    }

    private void grow() {
        int[] before = inodes;
        char[] servicesBefore = services;
        inodes = new int[2 * before.length];
        services = new char[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int slot = slotOf(inodes, before[i]);
                inodes[slot] = before[i];
                services[slot] = servicesBefore[i];
            }
        }
    }

    private static int slotOf(int[] inodes, int inode) {
        int mask = inodes.length - 1;
        int slot = ((inode * GOLDEN) >>> 8) & mask;
        while (inodes[slot] != 0 && inodes[slot] != inode) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
