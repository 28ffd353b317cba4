// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Runs initdb and pg_ctl. PostgreSQL refuses to run as root, so root runs it in a user namespace of
 * its own, where it has no privileges; the files stay root's.
 */
final class PostgresProcesses {
    private static final Logger log = LoggerFactory.getLogger(PostgresProcesses.class);

    /** Recovery after a crash replays at most max_wal_size: some seconds on a slow disk. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(6);

    /** Backends of a killed postmaster notice its death within a second or so. */
    private static final Duration ORPHANS_TIMEOUT = Duration.ofSeconds(15);

    private static final String ORPHANS = "pre-existing shared memory block";

    private final PostgresDistribution distribution;
    private final Path output;
    private final boolean root = ThisUser.isRoot();

    /**
     * @param output file for what the programs print, replaced by each of them
     */
    PostgresProcesses(PostgresDistribution distribution, Path output) {
        this.distribution = distribution;
        this.output = output;
    }

    void requireUserNamespaceForRoot() {
        if (root && run(List.of("unshare", "-U", "true"), Duration.ofSeconds(10)) != 0) {
            throw new PartFailedException(
                    "PostgreSQL does not run as root, and this machine forbids user namespaces"
                            + " (unshare -U failed); start linger as an ordinary user",
                    null);
        }
    }

    void initialise(Path directory, String superuser) {
        int status =
                run(
                        program(
                                "initdb",
                                "-D",
                                directory.toString(),
                                "-U",
                                superuser,
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--no-instructions"),
                        START_TIMEOUT);
        if (status != 0) {
            throw failed("initdb could not create " + directory, status);
        }
    }

    /** Starts the server and waits until it takes connections. */
    void start(Path directory, List<String> options) {
        String commandLine =
                options.stream()
                        .map(option -> "-c '" + option.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        List<String> command =
                program(
                        "pg_ctl",
                        "-D",
                        directory.toString(),
                        "-o",
                        commandLine,
                        "-t",
                        Long.toString(START_TIMEOUT.toSeconds()),
                        "-w",
                        "start");
        long deadline = System.nanoTime() + ORPHANS_TIMEOUT.toNanos();
        int status = run(command, START_TIMEOUT.plusSeconds(10));
        while (status != 0 && printed().contains(ORPHANS) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            status = run(command, START_TIMEOUT.plusSeconds(10));
        }
        if (status != 0) {
            throw failed("PostgreSQL did not start", status);
        }
    }

    /** Stops the server of this data directory, if there is one. */
    void stop(Path directory) {
        if (!Files.exists(directory.resolve("postmaster.pid"))) {
            return;
        }
        if (stop(directory, "fast") != 0) {
            log.warn("PostgreSQL did not stop in order; it will recover from its log");
            stop(directory, "immediate");
        }
    }

    /**
     * Stops the server that a killed linger left running, and removes the pid file that a killed
     * server left behind. To be called by whoever holds the data directory's lock.
     */
    void stopLeftOver(Path directory) {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (serverOf(directory, pidFile)) {
            log.info("stopping the PostgreSQL that an earlier run left in {}", directory);
            stop(directory);
        } else {
            try {
                Files.deleteIfExists(pidFile);
            } catch (IOException e) {
                throw new PartFailedException(
                        "cannot remove " + pidFile + " (" + FileErrors.describe(e) + ")", e);
            }
        }
    }

    private int stop(Path directory, String mode) {
        return run(
                program(
                        "pg_ctl",
                        "-D",
                        directory.toString(),
                        "-m",
                        mode,
                        "-t",
                        Long.toString(STOP_TIMEOUT.toSeconds()),
                        "-w",
                        "stop"),
                STOP_TIMEOUT.plusSeconds(2));
    }

    /** Whether the process that the file names is alive and a server in that directory. */
    private static boolean serverOf(Path directory, Path pidFile) {
        try {
            String pid = Files.readAllLines(pidFile).getFirst().strip();
            Path process = Path.of("/proc", pid);
            return Files.exists(process)
                    && Files.isSameFile(process.resolve("cwd"), directory)
                    && Files.readString(process.resolve("comm")).startsWith("postgres");
        } catch (IOException | RuntimeException e) {
            log.info("{} names no running server: {}", pidFile, e.toString());
            return false;
        }
    }

    private List<String> program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(distribution.program(name).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private int run(List<String> command, Duration timeout) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while running " + command.getFirst(), e);
        }
    }

    private PartFailedException failed(String what, int status) {
        String text = printed();
        Optional<String> reason =
                text.lines()
                        .filter(line -> line.matches("(?:.*(?:FATAL|error):|initdb: could not) .*"))
                        .findFirst();
        String hint =
                text.contains("No space left")
                        ? "the disk is full: free some space and start again"
                        : "see " + output;
        return new PartFailedException(
                what
                        + " (exit status "
                        + status
                        + reason.map(line -> ", " + line.strip()).orElse("")
                        + "); "
                        + hint,
                null);
    }

    private String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }
}
