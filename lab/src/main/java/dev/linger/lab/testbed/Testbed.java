// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import dev.linger.lab.testbed.Namespace.Port;
import dev.linger.lab.workload.Workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Namespaces, services and workloads of one experiment. Closing gives everything back in reverse
 * order; so does the end of the JVM, also by Ctrl-C. What a killed JVM left is removed by the next
 * testbed on this host.
 */
public final class Testbed implements AutoCloseable {
    private static final AtomicInteger OPENED = new AtomicInteger();

    /** One virtual machine starts at a time: a dozen at once would stall the experiments. */
    private static final Object STARTS = new Object();

    private final String name;
    private final Path cgroupDirectory;
    private final Deque<AutoCloseable> toGiveBack = new ArrayDeque<>();
    private final Map<String, Cgroup> services = new HashMap<>();
    private boolean over;
    private final Thread atExit = new Thread(this::giveBack, "testbed-clean-up");

    private Testbed(String name, Path cgroupDirectory) {
        this.name = name;
        this.cgroupDirectory = cgroupDirectory;
    }

    /**
     * An empty testbed.
     *
     * @throws TestbedException if this process may not create namespaces and cgroups
     */
    public static Testbed open() {
        Leftovers.remove();
        String name =
                Leftovers.PREFIX + ProcessHandle.current().pid() + "-" + OPENED.incrementAndGet();
        Testbed testbed = new Testbed(name, Cgroup.mountPoint().resolve(name));
        try {
            Runtime.getRuntime().addShutdownHook(testbed.atExit);
        } catch (IllegalStateException shuttingDown) {
            throw new TestbedException("no new experiment: this process is ending", shuttingDown);
        }
        testbed.begin();
        return testbed;
    }

    private synchronized void begin() {
        refuseWhenOver();
        keep(Cgroup.create(cgroupDirectory));
    }

    /** A new network namespace with only a loopback interface. */
    public synchronized Namespace namespace(String label) {
        refuseWhenOver();
        return keep(Namespace.create(name + "-" + label));
    }

    /**
     * Joins two namespaces by a veth pair, {@code veth0} at both ends.
     *
     * @param leftAddress the left one's address with its prefix length, as in {@code 10.0.0.1/24}
     * @param rightAddress the right one's, in the same network
     */
    public void link(Namespace left, String leftAddress, Namespace right, String rightAddress) {
        link(left, new Port("veth0", leftAddress), right, new Port("veth0", rightAddress));
    }

    /** Joins two namespaces by a veth pair, of which a router may have several. */
    public void link(Namespace left, Port leftPort, Namespace right, Port rightPort) {
        Namespace.link(left, leftPort, right, rightPort);
    }

    /**
     * Starts a process that opens sockets on request.
     *
     * @param service the name under which a collector will see its sockets
     * @param namespace where it lives
     */
    public synchronized Workload workload(String service, Namespace namespace) {
        refuseWhenOver();
        Cgroup cgroup = cgroup(service);
        List<String> command = namespace.inside(Workload.command());
        synchronized (STARTS) {
            return keep(Workload.start(service, joining(cgroup, command)));
        }
    }

    /**
     * Starts any other program as a service, in this process's own network namespace. It ends with
     * the testbed, together with all that it started.
     */
    public synchronized Process program(String service, ProcessBuilder program) {
        refuseWhenOver();
        Cgroup cgroup = cgroup(service);
        program.command(joining(cgroup, program.command()));
        try {
            return program.start();
        } catch (IOException failure) {
            throw new TestbedException("cannot start " + service, failure);
        }
    }

    /** Ends every process of a service at once by SIGKILL, detached ones too. */
    public synchronized void kill(String service) {
        cgroup(service).kill();
    }

    /** Lowers a workload's limit of descriptors, so that it can open only so many more. */
    public void leaveDescriptors(Workload workload, int spare) {
        long pid = workload.pid();
        int limit = HeldSocket.limitThatLeaves(pid, spare);
        Shell.run(
                List.of("prlimit", "--pid", Long.toString(pid), "--nofile=" + limit + ":" + limit));
    }

    /** The descriptors of sockets that the processes of a service hold. */
    public synchronized List<HeldSocket> heldSockets(String service) {
        return HeldSocket.of(cgroup(service).members());
    }

    private Cgroup cgroup(String service) {
        return services.computeIfAbsent(
                service, label -> Cgroup.create(cgroupDirectory.resolve(label)));
    }

    /** The command becomes a member of the cgroup before it opens anything. */
    private static List<String> joining(Cgroup cgroup, List<String> command) {
        List<String> words =
                new java.util.ArrayList<>(List.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\""));
        words.add(cgroup.procs().toString());
        words.addAll(command);
        return words;
    }

    /** Whoever still builds while the process ends would leave things behind. */
    private void refuseWhenOver() {
        if (over) {
            throw new TestbedException("the experiment is over");
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        toGiveBack.push(resource);
        return resource;
    }

    @Override
    public void close() {
        try {
            giveBack();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException shuttingDown) {
                // The hook runs or has run: nothing is left to give back.
            }
        }
    }

    private synchronized void giveBack() {
        over = true;
        TestbedException failed = null;
        while (!toGiveBack.isEmpty()) {
            try {
                toGiveBack.pop().close();
            } catch (Exception failure) {
                if (failed == null) {
                    failed = new TestbedException("could not clean up " + name, failure);
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
