// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code linger up} as a process of its own, on free ports. */
class UpIT {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ROWS = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(10);

    @TempDir private Path directory;
    private final List<UpProcess> started = new ArrayList<>();

    @AfterEach
    void stopWhatRuns() {
        started.forEach(UpProcess::stopForGood);
    }

    @Test
    void shouldShowThisHostAndGoOnWithItsHistoryAfterStopAndKill() throws Exception {
        UpProcess first = up();
        first.awaitLine("ready in ", START);
        assertThat(first.lines().stream().filter(line -> !line.startsWith(" ")).limit(4))
                .satisfiesExactly(
                        line -> assertThat(line).matches("kafka 127\\.0\\.0\\.1:\\d+"),
                        line ->
                                assertThat(line)
                                        .matches(
                                                "postgresql postgresql://linger@127\\.0\\.0\\.1:\\d+/linger"),
                        line -> assertThat(line).matches("dashboard http://127\\.0\\.0\\.1:\\d+"),
                        line -> assertThat(line).matches("ready in \\d+\\.\\d s"));
        first.awaitBody("/api/v1/services", "\"service\":\"", ROWS);
        long minutesBefore = minutes(first);
        assertThat(minutesBefore).isPositive();

        first.terminate(STOP);
        UpProcess second = up();
        second.awaitLine("ready in ", START);
        assertThat(minutes(second)).isGreaterThanOrEqualTo(minutesBefore);

        second.kill();
        UpProcess third = up();
        third.awaitLine("ready in ", START);
        assertThat(minutes(third)).isGreaterThanOrEqualTo(minutesBefore);
        third.awaitBody("/health", "\"healthy\":true", ROWS);
        third.terminate(STOP);
    }

    @Test
    void shouldRefuseADataDirectoryInUse() throws Exception {
        UpProcess first = up();
        first.awaitLine("  ", START);

        UpProcess second = up();

        assertThat(second.awaitEnd(START)).isEqualTo(1);
        assertThat(second.lines())
                .singleElement()
                .asString()
                .contains("in use by another linger", "process " + first.pid(), "--data-dir");
    }

    @Test
    void shouldRefuseATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UpProcess up = up("--kafka-port", Integer.toString(taken.getLocalPort()));

            assertThat(up.awaitEnd(START)).isEqualTo(1);
            assertThat(up.lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "taken", "--kafka-port");
        }
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws Exception {
        UpProcess up = new UpProcess(Path.of("/dev/null"), directory.resolve("out"), List.of());
        started.add(up);

        assertThat(up.awaitEnd(START)).isEqualTo(1);
        assertThat(up.lines()).singleElement().asString().contains("/dev/null", "--data-dir");
    }

    private UpProcess up(String... options) throws Exception {
        UpProcess process =
                new UpProcess(
                        directory.resolve("data"),
                        directory.resolve("out-" + started.size()),
                        List.of(options));
        started.add(process);
        return process;
    }

    private static long minutes(UpProcess up) throws SQLException {
        try (Connection connection = DriverManager.getConnection(up.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(DISTINCT minute) FROM service_minute")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
