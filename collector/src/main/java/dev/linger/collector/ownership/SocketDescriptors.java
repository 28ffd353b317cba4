// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.collector.proc.ProcFs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers under which descriptor each socket was seen, and finds those that are seen under
 * another one too. Descriptors 0, 1 and 2 count as one: whoever is started by inetd or by a unit
 * with Accept=yes has its connection there three times, and closes all of them at its end.
 */
final class SocketDescriptors {
    /** Sockets under several descriptors that are kept. */
    static final int MOST_SHARED = 256;

    private static final int MOST_SOCKETS = 1 << 16;
    private static final int LAST_STANDARD = 2;
    private static final int MIX = 0x9E3779B9;

    private final ProcFs proc;
    private final Map<Long, Holders> shared = new HashMap<>();
    private long[] inodes = new long[1024];
    private long[] places = new long[1024];
    private int size;
    private boolean denied;

    SocketDescriptors(ProcFs proc) {
        this.proc = proc;
    }

    /** Two descriptors of one socket, each as process and number in one. */
    private record Holders(long first, long second) {}

    /** Forgets where sockets were seen, but not which are shared. */
    void beginRound() {
        Arrays.fill(inodes, 0);
        size = 0;
    }

    /**
     * Whether a descriptor was seen whose link may not be read: CAP_DAC_READ_SEARCH lists the
     * descriptors of other users, and only CAP_SYS_PTRACE with it reads them.
     */
    boolean wasDenied() {
        return denied;
    }

    /** Looks at the descriptors of a process; returns how many it read. */
    int add(int pid) {
        int read = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.path(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                read++;
                long inode = inodeOf(descriptor);
                if (inode != 0) {
                    add(inode, place(pid, Integer.parseInt(descriptor.getFileName().toString())));
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return read; // the process ended, or may not be looked at
        }
        return read;
    }

    /** Drops what is not shared any more. */
    void verify() {
        shared.entrySet()
                .removeIf(entry ->
                        !holds(entry.getValue().first, entry.getKey())
                                || !holds(entry.getValue().second, entry.getKey()));
    }

    /** Inodes in rising order. */
    long[] shared() {
        return shared.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private void add(long inode, long place) {
        int mask = inodes.length - 1;
        int slot = hash(inode) & mask;
        while (inodes[slot] != 0 && inodes[slot] != inode) {
            slot = (slot + 1) & mask;
        }
        if (inodes[slot] == inode) {
            meet(inode, places[slot], place);
        } else if (size < MOST_SOCKETS) {
            inodes[slot] = inode;
            places[slot] = place;
            size++;
            growIfFull();
        }
    }

    /** The first may have let go of it since: a socket that was handed over is not shared. */
    private void meet(long inode, long first, long second) {
        boolean standard =
                first >>> 32 == second >>> 32
                        && (int) first <= LAST_STANDARD
                        && (int) second <= LAST_STANDARD;
        if (!standard
                && first != second
                && shared.size() < MOST_SHARED
                && !shared.containsKey(inode)
                && holds(first, inode)) {
            shared.put(inode, new Holders(first, second));
        }
    }

    private boolean holds(long place, long inode) {
        return inodeOf(proc.path((place >>> 32) + "/fd/" + (int) place)) == inode;
    }

    private void growIfFull() {
        if (2 * size <= inodes.length) {
            return;
        }
        long[] oldInodes = inodes;
        long[] oldPlaces = places;
        inodes = new long[2 * oldInodes.length];
        places = new long[2 * oldPlaces.length];
        int mask = inodes.length - 1;
        for (int i = 0; i < oldInodes.length; i++) {
            if (oldInodes[i] != 0) {
                int slot = hash(oldInodes[i]) & mask;
                while (inodes[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                inodes[slot] = oldInodes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    private static long place(int pid, int descriptor) {
        return (long) pid << 32 | descriptor;
    }

    private static int hash(long inode) {
        int hash = Long.hashCode(inode) * MIX;
        return hash ^ hash >>> 16;
    }

    /** 0 where the descriptor is no socket, was closed, or may not be read. */
    private long inodeOf(Path descriptor) {
        try {
            return SocketLink.inodeOf(descriptor);
        } catch (AccessDeniedException e) {
            denied = true;
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
