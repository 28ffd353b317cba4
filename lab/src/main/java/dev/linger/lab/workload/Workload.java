// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;
import dev.linger.lab.testbed.TestbedException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A running process that opens sockets on request. The process ends when this handle is closed, and
 * by itself when the JVM that holds the handle dies, since its standard input ends then.
 */
public final class Workload implements AutoCloseable {
    static final String READY = "ready";

    private final String service;
    private final Process process;
    private final Writer requests;
    private final BufferedReader outcomes;

    private Workload(String service, Process process) {
        this.service = service;
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.outcomes =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The command of a workload process, with nothing but what it needs on its class path. */
    public static List<String> command() {
        Set<String> classPath = new LinkedHashSet<>();
        for (Class<?> needed : List.of(WorkloadMain.class, TcpCalls.class)) {
            try {
                classPath.add(
                        Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI())
                                .toString());
            } catch (URISyntaxException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, classPath),
                WorkloadMain.class.getName());
    }

    /**
     * Starts the process and waits until it takes requests.
     *
     * @param service name of its cgroup
     * @param command what to execute; ends in {@link #command()}
     */
    public static Workload start(String service, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Workload workload = new Workload(service, process);
            String line = workload.outcomes.readLine();
            if (!READY.equals(line)) {
                workload.close();
                throw new TestbedException(
                        "workload " + service + " did not start; it printed " + line);
            }
            return workload;
        } catch (IOException failure) {
            throw new TestbedException("cannot start workload " + service, failure);
        }
    }

    /** The service that a collector sees as the owner of its sockets. */
    public String service() {
        return service;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Asks for something and waits until it is done. */
    public synchronized Outcome ask(Request request) {
        try {
            requests.write(Line.write((Record) request) + "\n");
            requests.flush();
            @Nullable String line = outcomes.readLine();
            if (line == null) {
                throw new TestbedException(
                        "workload " + service + " ended during " + Line.write((Record) request));
            }
            return (Outcome) Line.read(line, List.of(Outcome.class));
        } catch (IOException failure) {
            throw new TestbedException("workload " + service + " is gone", failure);
        }
    }

    /** Asks for something and insists that nothing of it fails. */
    public Outcome insist(Request request) {
        Outcome outcome = ask(request);
        if (outcome.errno() != 0) {
            throw new TestbedException(
                    Line.write((Record) request)
                            + " failed in "
                            + outcome.failedCall()
                            + " with errno "
                            + outcome.errno()
                            + " after "
                            + outcome.succeeded());
        }
        return outcome;
    }

    /** Ends the process; the kernel closes its sockets. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException alreadyGone) {
            // Its standard input is closed, which is all that is wanted here.
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
