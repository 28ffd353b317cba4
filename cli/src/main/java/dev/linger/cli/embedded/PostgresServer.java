// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL 18 in processes of its own, durable ({@code fsync} and {@code synchronous_commit} as
 * PostgreSQL sets them, on), on loopback, with its data in a fixed directory.
 *
 * <p>The server is detached from this process: Ctrl-C on the terminal does not reach it, and after
 * kill -9 of this process it goes on. The next {@link #start} stops such a left-over first. What
 * was killed itself recovers from its write-ahead log.
 */
public final class PostgresServer implements AutoCloseable {
    /** Superuser of the cluster; loopback connections need no password. */
    public static final String USER = "linger";

    /** The database with Linger's tables. */
    public static final String DATABASE = "linger";

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    private final PostgresProcesses processes;
    private final Path directory;
    private final Path logs;
    private final int port;
    private final List<String> moreOptions;

    private PostgresServer(
            PostgresProcesses processes,
            Path directory,
            Path logs,
            int port,
            List<String> moreOptions) {
        this.processes = processes;
        this.directory = directory;
        this.logs = logs;
        this.port = port;
        this.moreOptions = List.copyOf(moreOptions);
    }

    /**
     * Creates the cluster if needed and starts it; returns once it answers.
     *
     * @param home directory for programs and data, used by nobody else at the same time
     * @param logs directory for the server's logs, of which it keeps seven days
     * @param port a free port
     * @throws PartFailedException if it does not start; the message says what to do
     */
    public static PostgresServer start(Path home, Path logs, int port) {
        return start(home, logs, port, List.of());
    }

    /** The same with options, {@code name=value}, that stand above those of {@code linger up}. */
    static PostgresServer start(Path home, Path logs, int port, List<String> moreOptions) {
        PostgresProcesses processes = processes(home, logs);
        PostgresServer server =
                new PostgresServer(processes, home.resolve("data"), logs, port, moreOptions);
        processes.requireUserNamespaceForRoot();
        server.create();
        processes.stopLeftOver(server.directory);
        processes.start(server.directory, server.options());
        try {
            server.createDatabase();
        } catch (SQLException e) {
            server.close();
            throw new PartFailedException(
                    "PostgreSQL started but does not answer: " + e.getMessage(), e);
        }
        return server;
    }

    /**
     * Stops the server that a killed linger left running in a directory, which nobody else may be
     * using.
     */
    static void stopLeftOver(Path home) {
        processes(home, home).stopLeftOver(home.resolve("data"));
    }

    private static PostgresProcesses processes(Path home, Path logs) {
        return new PostgresProcesses(
                PostgresDistribution.unpack(home), logs.resolve("postgresql-start.log"));
    }

    /** Where it answers: {@code postgresql://USER@127.0.0.1:PORT/linger}, as psql takes it. */
    public String uri() {
        return "postgresql://" + USER + "@" + LoopbackPort.HOST + ":" + port + "/" + DATABASE;
    }

    /** The same for JDBC. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** Ends its sessions, writes a checkpoint and stops it. */
    @Override
    public void close() {
        processes.stop(directory);
    }

    private void create() {
        if (Files.exists(directory.resolve("PG_VERSION"))) {
            return;
        }
        Path unfinished = directory.resolveSibling("data.unfinished");
        try {
            PostgresDistribution.delete(unfinished);
            processes.initialise(unfinished, USER);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot create PostgreSQL's data in "
                            + directory
                            + " ("
                            + FileErrors.describe(e)
                            + "); check free space and permissions there",
                    e);
        }
        log.info("created a PostgreSQL cluster in {}", directory);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(ownOptions());
        options.addAll(moreOptions);
        return options;
    }

    /** Sized for one host's rows beside a JVM on a laptop. */
    private List<String> ownOptions() {
        return List.of(
                "listen_addresses=" + LoopbackPort.HOST,
                "port=" + port,
                "unix_socket_directories=",
                "shared_buffers=32MB",
                "max_connections=40",
                "max_worker_processes=4",
                "max_wal_senders=0",
                "wal_level=minimal",
                "max_wal_size=256MB",
                "io_method=sync",
                "jit=off",
                "timezone=UTC",
                "logging_collector=on",
                "log_directory=" + logs,
                "log_filename=postgresql-%a.log",
                "log_truncate_on_rotation=on",
                "log_rotation_age=1d",
                "log_rotation_size=0",
                "log_timezone=UTC");
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, null);
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://"
                + LoopbackPort.HOST
                + ":"
                + port
                + "/"
                + database
                + "?user="
                + USER;
    }
}
