// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A descriptor of a socket, as /proc/PID/fd shows it.
 *
 * @param pid the process that holds it
 * @param descriptor its number
 * @param inode the socket, the same for every descriptor of it
 */
public record HeldSocket(long pid, int descriptor, long inode) {
    private static final String SOCKET = "socket:[";

    static List<HeldSocket> of(List<Long> pids) {
        List<HeldSocket> held = new ArrayList<>();
        for (long pid : pids) {
            Path directory = Path.of("/proc", Long.toString(pid), "fd");
            try (var entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    add(held, pid, entry);
                }
            } catch (NoSuchFileException ended) {
                // The process ended between the list and the look.
            } catch (IOException failure) {
                throw new TestbedException("cannot list " + directory, failure);
            }
        }
        return held;
    }

    /** RLIMIT_NOFILE bounds the numbers, not their count: below it, so many are free. */
    static int limitThatLeaves(long pid, int spare) {
        Path directory = Path.of("/proc", Long.toString(pid), "fd");
        Set<Integer> open = new HashSet<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> open.add(Integer.valueOf(entry.toFile().getName())));
        } catch (IOException failure) {
            throw new TestbedException("cannot list " + directory, failure);
        }
        int limit = 0;
        for (int free = 0; free < spare; limit++) {
            free += open.contains(limit) ? 0 : 1;
        }
        return limit;
    }

    private static void add(List<HeldSocket> held, long pid, Path entry) throws IOException {
        String target;
        try {
            target = Files.readSymbolicLink(entry).toString();
        } catch (NoSuchFileException closed) {
            return;
        }
        if (target.startsWith(SOCKET)) {
            long inode = Long.parseLong(target.substring(SOCKET.length(), target.length() - 1));
            held.add(new HeldSocket(pid, Integer.parseInt(entry.toFile().getName()), inode));
        }
    }
}
