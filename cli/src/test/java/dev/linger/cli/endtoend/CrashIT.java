// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.cli.embedded.LoopbackPort;
import dev.linger.cli.embedded.PostgresServer;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The whole of {@code linger up}, PostgreSQL included, dies by SIGKILL while snapshots pour in, and
 * is started again. What stands in the tables is what the snapshots on the topic add up to.
 */
class CrashIT {
    private static final String SERVICE = "up";
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);
    private static final Duration MINUTES_LIMIT = Duration.ofSeconds(150);
    private static final long SNAPSHOTS_BEFORE_KILL = 2000;

    private final int kafkaPort = LoopbackPort.claim(0, "Kafka", "--kafka-port");
    private final int postgresPort = LoopbackPort.claim(0, "PostgreSQL", "--postgres-port");
    private final String broker = LoopbackPort.HOST + ":" + kafkaPort;

    @Test
    void shouldNeitherLoseNorDoubleAServiceMinute(@TempDir Path directory) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
        try (Testbed testbed = Testbed.open()) {
            Namespace namespace = testbed.namespace("seen");
            Churning.in(testbed, namespace);
            startUp(testbed, directory, namespace, "first");
            SyntheticFleet fleet = new SyntheticFleet(broker);
            fleet.send(SNAPSHOTS_BEFORE_KILL);
            List<List<Object>> begun = rows(Rows::minutes);
            assertThat(begun).as("minutes before the kill").isNotEmpty();
            testbed.kill(SERVICE);
            fleet.disconnect();

            startUp(testbed, directory, namespace, "second");
            Instant last = fleet.sendUntilNextMinute();
            Await.until(
                    "every minute up to " + last + " is complete",
                    MINUTES_LIMIT,
                    () -> {
                        fleet.send(SyntheticFleet.HOSTS);
                        return rows(rows -> rows.isCompleteUntil(last));
                    });
            fleet.disconnect();

            List<List<Object>> recomputed = SnapshotsOnTopic.read(broker).minutesUntil(last);
            assertThat(recomputed)
                    .hasSizeGreaterThan(SyntheticFleet.SERVICES)
                    .as("real sockets are among them")
                    .anySatisfy(row -> assertThat(row).contains(Churning.CLIENT));
            List<List<Object>> stored = rows(rows -> rows.completeMinutesUntil(last));
            assertThat(stored).isEqualTo(recomputed);
        }
    }

    private void startUp(Testbed testbed, Path directory, Namespace namespace, String run)
            throws IOException {
        File output = directory.resolve("up-" + run + ".txt").toFile();
        List<String> command =
                LingerProcess.command(
                        "up",
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--http-port",
                        "0",
                        "--kafka-port",
                        Integer.toString(kafkaPort),
                        "--postgres-port",
                        Integer.toString(postgresPort),
                        "--set",
                        "collector.interval=500ms",
                        "--set",
                        "collector.namespace=" + namespace.path(),
                        "--set",
                        "streams.grace=5s");
        ProcessBuilder up =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        Process process = testbed.program(SERVICE, up);
        Await.until(
                "linger up is ready; its output is in " + output,
                READY_LIMIT,
                () -> {
                    assertThat(process.isAlive()).as(read(output)).isTrue();
                    return read(output).contains("ready in ");
                });
    }

    private <T> T rows(Function<Rows, T> question) {
        String jdbcUrl = "jdbc:postgresql://" + LoopbackPort.HOST + ":" + postgresPort + "/linger";
        try (Rows rows = new Rows(jdbcUrl, PostgresServer.USER)) {
            return question.apply(rows);
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
