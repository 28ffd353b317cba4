// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

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

    private final String name;
    private final Path cgroupDirectory;
    private final Deque<AutoCloseable> toGiveBack = new ArrayDeque<>();
    private final Map<String, Cgroup> services = new HashMap<>();
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
        testbed.keep(Cgroup.create(testbed.cgroupDirectory));
        Runtime.getRuntime().addShutdownHook(testbed.atExit);
        return testbed;
    }

    /** A new network namespace with only a loopback interface. */
    public synchronized Namespace namespace(String label) {
        return keep(Namespace.create(name + "-" + label));
    }

    /**
     * Joins two namespaces by a veth pair.
     *
     * @param leftAddress the left one's address with its prefix length, as in {@code 10.0.0.1/24}
     * @param rightAddress the right one's, in the same network
     */
    public void link(Namespace left, String leftAddress, Namespace right, String rightAddress) {
        Namespace.link(left, leftAddress, right, rightAddress);
    }

    /**
     * Starts a process that opens sockets on request.
     *
     * @param service the name under which a collector will see its sockets
     * @param namespace where it lives
     */
    public synchronized Workload workload(String service, Namespace namespace) {
        Cgroup cgroup = cgroup(service);
        List<String> command = namespace.inside(Workload.command());
        return keep(Workload.start(service, joining(cgroup, command)));
    }

    /**
     * Starts any other program as a service, in this process's own network namespace. It ends with
     * the testbed, together with all that it started.
     */
    public synchronized Process program(String service, ProcessBuilder program) {
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
