// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

/**
 * Services by inode of a socket: of the sockets that one walk over descriptors was asked for, and
 * of those that it came across besides, most of which the next scan asks for. Of these it keeps at
 * most {@value #MOST}; twelve to 24 bytes each. No inode comes again before the kernel has numbered
 * four billion others.
 */
final class SocketServices {
    /** Sockets that are kept without being asked for. */
    static final int MOST = 1 << 17;

    /** Stands for a service where a socket is asked for and was not found; none has this number. */
    private static final char MISSING = 0xffff;

    private static final int SMALLEST = 256;
    private static final int GOLDEN = 0x9E3779B9;
    private static final int LARGEST_INODE_BITS = 32;

    private int[] inodes = new int[SMALLEST];
    private char[] services = new char[SMALLEST];
    private int size;
    private int besides;
    private int missing;

    /** Forgets all, and asks for sockets. */
    void ask(long[] wanted) {
        inodes = new int[SMALLEST];
        services = new char[SMALLEST];
        size = 0;
        besides = 0;
        missing = 0;
        for (long inode : wanted) {
            int slot = slotOf(inodes, (int) inode);
            if (isNumber(inode) && inodes[slot] == 0) {
                missing++;
                put(slot, (int) inode, MISSING);
            }
        }
    }

    /** A socket was found. The first to hold it gives the name. */
    void found(long inode, int service) {
        if (!isNumber(inode)) {
            return;
        }
        int slot = slotOf(inodes, (int) inode);
        if (inodes[slot] == 0) {
            if (besides < MOST) {
                besides++;
                put(slot, (int) inode, (char) service);
            }
        } else if (services[slot] == MISSING) {
            missing--;
            services[slot] = (char) service;
        }
    }

    /** Sockets that were asked for and not found. */
    int missing() {
        return missing;
    }

    /** Nobody holds what is missing: it has this service from now on. */
    void giveUp(int service) {
        for (int slot = 0; slot < services.length && missing > 0; slot++) {
            if (services[slot] == MISSING) {
                missing--;
                services[slot] = (char) service;
            }
        }
    }

    /** The service of a socket; {@link Owners#NOT_LEARNT} if it was not found. */
    int find(long inode) {
        int slot = slotOf(inodes, (int) inode);
        boolean known = isNumber(inode) && inodes[slot] != 0 && services[slot] != MISSING;
        return known ? services[slot] : Owners.NOT_LEARNT;
    }

    /** The kernel numbers sockets by 32 bits; 0 is none. */
    private static boolean isNumber(long inode) {
        return inode != 0 && inode >>> LARGEST_INODE_BITS == 0;
    }

    private void put(int slot, int inode, char service) {
        inodes[slot] = inode;
        services[slot] = service;
        if (++size > inodes.length / 2) {
            grow();
        }
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
