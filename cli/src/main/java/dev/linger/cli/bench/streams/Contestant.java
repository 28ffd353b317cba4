// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.part.PartFailedException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that reads when it is told to, so that neither the compiler nor the garbage of one
 * contestant disturbs another. Its processor time is that of the whole process, user and system.
 */
final class Contestant implements AutoCloseable {
    /** What a contestant does in its process. */
    interface Reader extends AutoCloseable {
        /**
         * Starts over from the first snapshot.
         *
         * @param snapshotsPerSecond as fast as it was found to be; 0 where that is not known yet
         */
        void begin(double snapshotsPerSecond) throws Exception;

        /**
         * Makes ready what it is to read, so many since it began; not measured. Most need nothing.
         */
        default void prepare(long snapshots) throws Exception {}

        /**
         * Reads until it has read at least so many since it began, then rests; returns how many it
         * has. Who reads too many in one turn reads fewer in the next, and all end with the topic.
         */
        long readUpTo(long snapshots) throws Exception;

        @Override
        void close();
    }

    /**
     * What a turn took.
     *
     * @param snapshots read
     * @param processorTime of the process
     * @param nanos by the clock
     */
    record Turn(long snapshots, Duration processorTime, long nanos) {
        double groupsPerProcessorSecond() {
            return snapshots * (double) BenchSize.GROUPS / processorTime.toNanos() * 1e9;
        }

        double snapshotsPerSecond() {
            return snapshots * 1e9 / nanos;
        }
    }

    private final String name;
    private final Path log;
    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;
    private final String greeting;
    private long wanted;
    private long read;

    /** Starts a process and waits until it is ready. */
    Contestant(String name, List<String> javaOptions, List<String> arguments, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ContestantMain.class.getName());
        command.addAll(arguments);
        this.name = name;
        this.log = log;
        process = new ProcessBuilder(command).redirectError(Redirect.to(log.toFile())).start();
        requests = new PrintWriter(process.outputWriter(UTF_8), true);
        answers = process.inputReader(UTF_8);
        greeting = answer();
    }

    /** What it is called. */
    String name() {
        return name;
    }

    /** What it said when it was ready. */
    String greeting() {
        return greeting;
    }

    /** Has it start over. */
    void begin(double snapshotsPerSecond) throws IOException {
        requests.println("begin " + snapshotsPerSecond);
        answer();
        wanted = 0;
        read = 0;
    }

    /** Has it read. */
    Turn read(long snapshots) throws IOException {
        wanted += snapshots;
        requests.println("prepare " + wanted);
        answer();
        long startNanos = System.nanoTime();
        Duration before = processorTime();
        requests.println("read " + wanted);
        long readBefore = read;
        read = Long.parseLong(answer());
        return new Turn(
                read - readBefore, processorTime().minus(before), System.nanoTime() - startNanos);
    }

    private Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new PartFailedException(
                    "the benchmark's process '"
                            + name
                            + "' ended early; its last words: "
                            + lastWords(),
                    null);
        }
        return line;
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
