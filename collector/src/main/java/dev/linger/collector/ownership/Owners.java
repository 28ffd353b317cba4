// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.collector.proc.ProcFs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers of {@link Services} for cgroup ids and for inodes of sockets. Asking costs a look-up;
 * what is not known yet is collected and found by {@link #learn} between scans.
 */
public final class Owners {
    /** The cgroup was never looked up. */
    public static final int NOT_LEARNT = -1;

    /** Many services share the cgroup; the executable decides. */
    public static final int SHARED = -2;

    /** Begins the line of cgroup v2 in {@code /proc/PID/cgroup}. */
    private static final String UNIFIED = "0::";

    private final ProcFs proc;
    private final Services services;
    private final ContainerNames containers;
    private final SocketHolders holders;
    private final Map<Long, Integer> byCgroup = new HashMap<>();
    private final Set<String> sharedPaths = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private WalkBudget walkBudget = WalkBudget.ONLY_WALK;

    /**
     * Finds owners through one proc file system.
     *
     * @param root of the file system where container runtimes keep their files
     */
    public Owners(ProcFs proc, Path root, Services services) {
        this.proc = proc;
        this.containers = new ContainerNames(root);
        this.services = services;
        this.holders = new SocketHolders(proc, services);
        byCgroup.put(0L, SHARED);
    }

    /**
     * Makes the first scan as light as any other: looks up all cgroups beforehand, so that their
     * sockets need not be copied, and lets the first walk over descriptors be shorter than later
     * ones.
     */
    public void prepareForManyScans() {
        discover();
        walkBudget = WalkBudget.FIRST_WALK;
    }

    /** Sockets that {@link #lookFor} can find the next time; it looks at as many descriptors. */
    public int mostToFind() {
        return walkBudget.links();
    }

    /**
     * The service of a cgroup: its number, {@link #SHARED}, or {@link #NOT_LEARNT}. Id 0, which
     * stands for none, is shared. Never does any I/O.
     */
    public int ofCgroup(long cgroupId) {
        Integer known = byCgroup.get(cgroupId);
        return known == null ? NOT_LEARNT : known;
    }

    /**
     * Looks up cgroups, once each: one that is gone already is {@code unknown} from then on. A
     * known one keeps its name when its directory is removed.
     */
    public void learn(Set<Long> cgroupIds) {
        if (byCgroup.keySet().containsAll(cgroupIds)) {
            return;
        }
        discover();
        cgroupIds.forEach(id -> byCgroup.putIfAbsent(id, Services.UNKNOWN));
    }

    /**
     * Finds the services of sockets in shared cgroups by the executables that hold them.
     *
     * @param inodes of sockets
     */
    public void lookFor(long[] inodes) {
        if (inodes.length == 0) {
            return;
        }
        SocketHolders.Walk walk = holders.find(inodes, sharedProcesses(), walkBudget);
        walkBudget = WalkBudget.LATER_WALK;
        if (walk.missing() > 0 && walk.denied() > 0) {
            problems.add(
                    "sockets of other users have no service, because their processes'"
                            + " descriptors may not be read; run as root or with CAP_SYS_PTRACE");
        }
    }

    /**
     * The service of a socket in a shared cgroup that the latest {@link #lookFor} was asked for or
     * came across: {@code unknown} where no process holds it or none may be looked at, {@link
     * #NOT_LEARNT} where the walk ended before every process was looked at. Never does any I/O.
     */
    public int ofInode(long inode) {
        return holders.serviceOf(inode);
    }

    /**
     * The service of a process, by its cgroup, else by its executable; {@code unknown} where it
     * ended or may not be looked at.
     */
    public int ofProcess(int pid) {
        try {
            for (String line : proc.read(pid + "/cgroup").split("\n")) {
                if (line.startsWith(UNIFIED)) {
                    int owner = numberOf(line.substring(UNIFIED.length()));
                    return owner == SHARED
                            ? services.numberOf(SocketHolders.executableOf(proc, pid))
                            : owner;
                }
            }
            return services.numberOf(SocketHolders.executableOf(proc, pid));
        } catch (IOException e) {
            return Services.UNKNOWN;
        }
    }

    /** What could not be read since the start, a sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private void discover() {
        try {
            CgroupTree tree = CgroupTree.find(proc);
            tree.walk((id, path) -> byCgroup.computeIfAbsent(id, unknown -> numberOf(path)));
        } catch (IOException e) {
            problems.add("cgroups cannot be read, so sockets have no service: " + e.getMessage());
        }
    }

    private int numberOf(String path) {
        CgroupRole role = CgroupPaths.roleOf(path);
        if (role instanceof CgroupRole.Service service) {
            return services.numberOf(service.service());
        }
        if (role instanceof CgroupRole.Container container) {
            return services.numberOf(containers.nameOf(container));
        }
        sharedPaths.add(path);
        return SHARED;
    }

    /** Also sockets without a cgroup id are looked for here first: most processes are. */
    private Set<Integer> sharedProcesses() {
        Set<Integer> pids = new HashSet<>();
        try {
            CgroupTree tree = CgroupTree.find(proc);
            sharedPaths.forEach(path -> pids.addAll(tree.processes(path)));
        } catch (IOException e) {
            return pids; // reported by learn; every process is looked at
        }
        return pids;
    }
}
