// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.collector.proc.ProcFs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the services of sockets by the executables that hold them, through the descriptors of
 * processes. A walk costs 25 times a dump, so it is made only for sockets that nothing else names,
 * ends as soon as all are found, and reads a bounded number of links; the next walk begins where
 * this one ended. What else a walk comes across is kept until the next, so that a process with more
 * sockets than one scan may ask for is read once.
 */
final class SocketHolders {
    private static final String DELETED_SUFFIX = " (deleted)";

    private final ProcFs proc;
    private final Services services;
    private final SocketServices sockets = new SocketServices();
    private int resumeAtPid;

    SocketHolders(ProcFs proc, Services services) {
        this.proc = proc;
        this.services = services;
    }

    /**
     * How far a walk came.
     *
     * @param missing sockets that it was asked for and did not find
     * @param complete whether it ended because all were found or every process was looked at; if
     *     not, a socket that is missing may still have a holder
     * @param denied processes whose descriptors may not be read
     */
    record Walk(int missing, boolean complete, int denied) {}

    /**
     * Looks for the holders of sockets. Where the walk is complete, what is missing is {@code
     * unknown} from then on.
     *
     * @param wanted inodes
     * @param likely processes to look at first
     * @param budget how much to read
     */
    Walk find(long[] wanted, Collection<Integer> likely, WalkBudget budget) {
        sockets.ask(wanted);
        LinksLeft left = new LinksLeft(budget);
        int denied = 0;
        boolean complete = true;
        Iterator<Integer> pids = order(likely).iterator();
        while (complete && sockets.missing() > 0 && pids.hasNext()) {
            resumeAtPid = pids.next();
            try {
                complete = lookAt(resumeAtPid, left);
            } catch (AccessDeniedException e) {
                denied++;
            } catch (IOException _) {
                // The process ended: whatever it held is closed, or held by another.
            }
        }
        int missing = sockets.missing();
        if (complete) {
            sockets.giveUp(Services.UNKNOWN);
        }
        return new Walk(missing, complete, denied);
    }

    /**
     * The service of a socket that the latest walk was asked for or came across; {@link
     * Owners#NOT_LEARNT} if it did not. Never does any I/O.
     */
    int serviceOf(long inode) {
        return sockets.find(inode);
    }

    /** Likely ones first; each part by number, from where the last walk ended, and round. */
    private Set<Integer> order(Collection<Integer> likely) {
        Set<Integer> order = new LinkedHashSet<>();
        for (Collection<Integer> part : List.of(likely, everyProcess())) {
            NavigableSet<Integer> sorted = new TreeSet<>(part);
            order.addAll(sorted.tailSet(resumeAtPid, true));
            order.addAll(sorted.headSet(resumeAtPid, false));
        }
        return order;
    }

    private List<Integer> everyProcess() {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc.root(), "[1-9]*")) {
            processes.forEach(
                    process -> pids.add(Integer.valueOf(process.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            return pids; // what was listed until then
        }
        return pids;
    }

    /** Reads the links of a process; returns whether there were enough left for all of them. */
    private boolean lookAt(int pid, LinksLeft left) throws IOException {
        if (!left.allowProcess()) {
            return false;
        }
        int service = Owners.NOT_LEARNT;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.path(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (!left.take()) {
                    return false;
                }
                long inode = socketInode(descriptor);
                if (inode == 0) {
                    continue;
                }
                if (service == Owners.NOT_LEARNT) {
                    service = services.numberOf(executableOf(proc, pid));
                }
                sockets.found(inode, service);
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** 0 where the descriptor is no socket, or was closed meanwhile. */
    private static long socketInode(Path descriptor) {
        try {
            return SocketLink.inodeOf(descriptor);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The file name of the executable, else what the kernel calls the process (15 characters). */
    static String executableOf(ProcFs proc, int pid) throws IOException {
        try {
            String file = Files.readSymbolicLink(proc.path(pid + "/exe")).toString();
            String name = file.substring(file.lastIndexOf('/') + 1);
            return name.endsWith(DELETED_SUFFIX)
                    ? name.substring(0, name.length() - DELETED_SUFFIX.length())
                    : name;
        } catch (IOException e) {
            return proc.read(pid + "/comm");
        }
    }
}
