// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.cli.Main;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A running {@code linger up}, with the class path of the test. */
final class UpProcess {
    private final Path dataDirectory;
    private final Path output;
    private final Process process;

    UpProcess(Path dataDirectory, Path output, List<String> options) throws IOException {
        this.dataDirectory = dataDirectory;
        this.output = output;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx448m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "up",
                                "--data-dir",
                                dataDirectory.toString()));
        for (String port : List.of("--http-port", "--kafka-port", "--postgres-port")) {
            if (!options.contains(port)) {
                command.addAll(List.of(port, "0"));
            }
        }
        command.addAll(options);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
    }

    long pid() {
        return process.pid();
    }

    List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void awaitLine(String start, Duration within) {
        await(
                within,
                "a line that begins with '" + start + "'",
                () -> lines().stream().anyMatch(line -> line.startsWith(start)));
    }

    void awaitBody(String path, String part, Duration within) {
        String address = value("dashboard ") + path;
        try (HttpClient client = HttpClient.newHttpClient()) {
            await(within, part + " in " + address, () -> body(client, address).contains(part));
        }
    }

    String jdbcUrl() {
        return "jdbc:" + value("postgresql ").replace("linger@", "") + "?user=linger";
    }

    int awaitEnd(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                .as(() -> "ends; printed " + lines())
                .isTrue();
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate(Duration within) throws InterruptedException {
        process.destroy();
        awaitEnd(within);
        assertThat(dataDirectory.resolve("postgresql/data/postmaster.pid")).doesNotExist();
    }

    /** SIGKILL to it and to its database. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
        postmaster().destroyForcibly();
    }

    /** Leaves nothing behind, whatever state it is in. */
    void stopForGood() {
        process.destroyForcibly();
        process.onExit().join();
        try {
            postmaster().destroyForcibly();
        } catch (IOException e) {
            assertThat(dataDirectory.resolve("postgresql/data/postmaster.pid")).doesNotExist();
        }
    }

    private ProcessHandle postmaster() throws IOException {
        Path pidFile = dataDirectory.resolve("postgresql/data/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow(IOException::new);
    }

    private String value(String name) {
        return lines().stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    private static String body(HttpClient client, String address) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void await(Duration within, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> what + "; printed " + lines())
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
