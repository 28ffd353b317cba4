// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with its loopback device up, removed on close. Skips the test where it may
 * not be made: that takes root.
 */
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name;

    private TestNamespace(String name) {
        this.name = name;
    }

    /** Makes a namespace of an unused name. */
    public static TestNamespace create() throws IOException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "namespaces take root");
        TestNamespace namespace =
                new TestNamespace(
                        "linger-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet());
        run(List.of("ip", "netns", "add", namespace.name));
        namespace.runInside("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** The namespace. */
    public NetworkNamespace namespace() {
        return NetworkNamespace.at(file());
    }

    /** The file that stands for it. */
    public Path file() {
        return Path.of("/run/netns", name);
    }

    /** Runs a program inside and returns what it printed. */
    public String runInside(String... command) throws IOException {
        return run(insideCommand(command));
    }

    /** The command line that runs a program inside. */
    public List<String> insideCommand(String... command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=" + file()));
        line.addAll(List.of(command));
        return line;
    }

    /** Sets a sysctl inside. */
    public void sysctl(String name, String value) throws IOException {
        runInside("sysctl", "-q", "-w", name + "=" + value);
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        run(List.of("ip", "netns", "delete", name));
    }
}
