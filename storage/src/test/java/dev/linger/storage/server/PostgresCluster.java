// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.server;

import dev.linger.storage.DatabaseConfig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server with a data directory of its own, durable as in production. PostgreSQL refuses to run as
 * root, so root runs it in a user namespace.
 */
public final class PostgresCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DATABASE = "linger";

    private final PostgresPrograms programs;
    private final Path data;
    private final Path log;
    private final int port;

    private PostgresCluster(PostgresPrograms programs, Path data) {
        this.programs = programs;
        this.data = data;
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.port = freePort();
    }

    /** Makes one and starts it, with an empty database. */
    public static PostgresCluster start(PostgresPrograms programs, Path data) throws SQLException {
        PostgresCluster cluster = new PostgresCluster(programs, data);
        cluster.run(
                "initdb", "-D", data.toString(), "-U", "postgres", "--auth=trust", "-E", "UTF8");
        cluster.start();
        cluster.execute("postgres", "create database " + DATABASE);
        return cluster;
    }

    /** The address of its database. */
    public DatabaseConfig config() {
        return new DatabaseConfig(jdbcUrl(DATABASE), "postgres", "", 4);
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Starts it and waits until it answers; after a kill it recovers first. */
    public void start(String... options) {
        StringBuilder all =
                new StringBuilder(
                                "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port=")
                        .append(port)
                        .append(
                                " -c shared_buffers=32MB -c max_connections=40 -c max_wal_size=256MB");
        for (String option : options) {
            all.append(" -c '").append(option).append("'");
        }
        List<String> arguments =
                List.of(
                        "-D",
                        data.toString(),
                        "-l",
                        log.toString(),
                        "-w",
                        "-t",
                        Long.toString(PATIENCE.toSeconds()),
                        "-o",
                        all.toString(),
                        "start");
        // Children of a killed server take a moment to notice.
        for (int attempt = 0; tryRun("pg_ctl", arguments) != 0; attempt++) {
            if (attempt == 60) {
                throw new IllegalStateException("PostgreSQL did not start: " + logged());
            }
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
    }

    /** Stops it in order. */
    public void stop() {
        run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
    }

    /** kill -9 of the server, on which its processes end without a word to anybody. */
    public void kill() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> children = server.children().toList();
        server.destroyForcibly();
        server.onExit().join();
        children.forEach(child -> child.onExit().join());
        Files.deleteIfExists(pidFile);
    }

    /** A standby of this cluster, which has to be stopped; both have to be started afterwards. */
    public PostgresCluster standby(Path standbyData) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Path copy = standbyData.resolve(data.relativize(file).toString());
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
            }
        }
        Files.createFile(standbyData.resolve("standby.signal"));
        return new PostgresCluster(programs, standbyData);
    }

    /** Makes a standby the primary. */
    public void promote() {
        run("pg_ctl", "-D", data.toString(), "-w", "promote");
    }

    /** Executes a statement outside of any transaction. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(jdbcUrl(database), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            tryRun("pg_ctl", List.of("-D", data.toString(), "-m", "immediate", "-w", "stop"));
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void run(String program, String... arguments) {
        int status = tryRun(program, List.of(arguments));
        if (status != 0) {
            throw new IllegalStateException(program + " ended with " + status + ": " + logged());
        }
    }

    private int tryRun(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.program(program).toString());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            data.resolveSibling(data.getFileName() + ".out")
                                                    .toFile()))
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String logged() {
        try {
            List<String> lines = new ArrayList<>();
            for (Path file : List.of(data.resolveSibling(data.getFileName() + ".out"), log)) {
                lines.addAll(Files.exists(file) ? Files.readAllLines(file) : List.of());
            }
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
