// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Looks at the descriptors of processes in turn, a bounded number at a time: which process is near
 * its limit, and which sockets are under two descriptors. On a host with more descriptors than one
 * turn reads, all of them are seen over the turns; what was found is looked at again each time.
 */
public final class ProcessDescriptors {
    /** From here on a process is told. */
    private static final double NEAR = 0.5;

    private static final int MOST_NEAR = 64;

    /** Whatever a process has, it costs at least this much: directory, limits, and its end. */
    private static final int PROCESS_COST = 4;

    /** A process with more is counted, and its links are not read. */
    private static final int MOST_LINKS = 4096;

    /** {@code CAP_SYS_PTRACE} of linux/capability.h. */
    private static final int CAP_SYS_PTRACE = 19;

    private static final String EFFECTIVE_CAPABILITIES = "CapEff:";
    private static final String OPEN_FILES = "Max open files";

    private final ProcFs proc;
    private final boolean sizeCounts;
    private final boolean mayTrace;
    private final SocketDescriptors sockets;
    private final Map<Integer, Descriptors> near = new HashMap<>();
    private int[] pids = {};
    private int next;

    /** Looks at processes through one proc file system. */
    public ProcessDescriptors(ProcFs proc) {
        this.proc = proc;
        this.sizeCounts = isProc(proc.root());
        this.mayTrace = mayTrace(proc);
        this.sockets = new SocketDescriptors(proc);
    }

    /**
     * One turn. A process that ended, or may not be looked at, is left out.
     *
     * @param links descriptors to read, about
     */
    public void look(int links) {
        near.replaceAll((pid, before) -> {
            Descriptors now = descriptorsOf(pid);
            return now == null ? new Descriptors(pid, 0, before.limit()) : now;
        });
        near.values().removeIf(now -> now.utilisation() < NEAR);
        sockets.verify();
        int left = links;
        boolean whole = false;
        while (left > 0 && !whole) {
            if (next == pids.length) {
                pids = processes();
                next = 0;
                sockets.beginRound();
            }
            int end = pids.length;
            while (next < end && left > 0) {
                left -= PROCESS_COST + lookAt(pids[next++]);
            }
            whole = next == end;
        }
    }

    /** Processes that use half of their descriptors or more, by number; at most 64. */
    public Map<Integer, Descriptors> near() {
        return Map.copyOf(near);
    }

    /**
     * Inodes of sockets under two descriptors or more, in rising order; at most {@value
     * SocketDescriptors#MOST_SHARED}.
     */
    public long[] sharedSockets() {
        return sockets.shared();
    }

    /**
     * What may not be read, a sentence; empty where nothing is hidden. With CAP_SYS_PTRACE a
     * process may still be hidden, one with more capabilities than this one, and is left out.
     */
    public String problem() {
        return sockets.wasDenied() && !mayTrace
                ? "sockets that processes of other users hold under two descriptors are not found,"
                        + " because those descriptors may be listed and not read; add"
                        + " CAP_SYS_PTRACE, or take CAP_DAC_READ_SEARCH away"
                : "";
    }

    private static boolean mayTrace(ProcFs proc) {
        try {
            return proc.read("self/status")
                    .lines()
                    .filter(line -> line.startsWith(EFFECTIVE_CAPABILITIES))
                    .map(line -> line.substring(EFFECTIVE_CAPABILITIES.length()).strip())
                    .anyMatch(hex -> (Long.parseUnsignedLong(hex, 16) >> CAP_SYS_PTRACE & 1) != 0);
        } catch (IOException | NumberFormatException e) {
            return false; // then what is denied is told
        }
    }

    /** Returns how many links were read. */
    private int lookAt(int pid) {
        Descriptors use = descriptorsOf(pid);
        if (use == null) {
            return 0;
        }
        if (use.utilisation() >= NEAR && near.size() < MOST_NEAR) {
            near.put(pid, use);
        }
        return use.used() > MOST_LINKS ? 0 : sockets.add(pid);
    }

    private @Nullable Descriptors descriptorsOf(int pid) {
        try {
            long limit = limit(proc.read(pid + "/limits"));
            return limit < 0 ? null : new Descriptors(pid, used(pid), limit);
        } catch (IOException e) {
            return null;
        }
    }

    /** Since Linux 6.2 the size of the directory is the number; before, it is 0. */
    private long used(int pid) throws IOException {
        Path directory = proc.path(pid + "/fd");
        long size = sizeCounts ? Files.size(directory) : 0;
        return size > 0 ? size : listed(directory);
    }

    /**
     * An ordinary directory, as tests lay out, has a size that counts nothing. Asked once: the
     * answer takes reading the table of mounts.
     */
    private static boolean isProc(Path root) {
        try {
            return Files.getFileStore(root).type().equals("proc");
        } catch (IOException e) {
            return false; // then they are counted one by one
        }
    }

    private static long listed(Path directory) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(directory)) {
            for (Path ignored : descriptors) {
                count++;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    /** The soft limit; -1 where there is none. */
    static long limit(String limits) throws IOException {
        for (String line : limits.split("\n")) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+")[0];
                try {
                    return soft.equals("unlimited") ? -1 : Long.parseLong(soft);
                } catch (NumberFormatException e) {
                    throw new IOException("limits has the line '" + line + "'", e);
                }
            }
        }
        throw new IOException("limits has no line '" + OPEN_FILES + "'");
    }

    private int[] processes() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(proc.root(), "[1-9]*")) {
            IntStream.Builder numbers = IntStream.builder();
            for (Path process : found) {
                numbers.add(Integer.parseInt(process.getFileName().toString()));
            }
            return numbers.build().toArray();
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return new int[0]; // tried again at the next turn
        }
    }
}
