// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

class PostgresServerIT {
    @TempDir private Path directory;
    private Path home = Path.of("");
    private Path logs = Path.of("");
    private final List<PostgresServer> started = new ArrayList<>();

    @BeforeEach
    void createDirectories() throws IOException {
        home = Files.createDirectories(directory.resolve("postgresql"));
        logs = Files.createDirectories(directory.resolve("logs"));
    }

    @AfterEach
    void stopWhatRuns() {
        started.forEach(PostgresServer::close);
    }

    @Test
    void shouldKeepRowsOverStopAndKill() throws Exception {
        PostgresServer first = start();
        execute(first, "CREATE TABLE seen (run int)");
        execute(first, "INSERT INTO seen VALUES (1)");
        first.close();
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();

        PostgresServer second = start();
        execute(second, "INSERT INTO seen VALUES (2)");
        killPostmaster();

        PostgresServer third = start();
        execute(third, "INSERT INTO seen VALUES (3)");

        PostgresServer fourth = start();
        assertThat(query(fourth, "SELECT string_agg(run::text, ',' ORDER BY run) FROM seen"))
                .as("rows after an orderly stop, a kill -9 and a server that was left running")
                .isEqualTo("1,2,3");
        assertThat(query(fourth, "SELECT current_setting('fsync')")).isEqualTo("on");
        assertThat(query(fourth, "SELECT current_setting('synchronous_commit')")).isEqualTo("on");
        assertThat(query(fourth, "SELECT current_setting('listen_addresses')"))
                .isEqualTo(LoopbackPort.HOST);
    }

    @Test
    void shouldStartWhereThePidFileNamesSomebodyElsesProcess() throws Exception {
        start();
        killPostmaster();
        Path pidFile = home.resolve("data/postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        PostgresServer restarted = start();

        assertThat(query(restarted, "SELECT 'answers'")).isEqualTo("answers");
    }

    private PostgresServer start() {
        int port = LoopbackPort.claim(0, "PostgreSQL", "--postgres-port");
        PostgresServer server = PostgresServer.start(home, logs, port);
        started.add(server);
        return server;
    }

    private void killPostmaster() throws IOException {
        long pid =
                Long.parseLong(
                        Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
