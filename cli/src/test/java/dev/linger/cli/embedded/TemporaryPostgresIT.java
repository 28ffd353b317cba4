// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

class TemporaryPostgresIT {
    private static final String STARTED = "started";

    @TempDir private Path directory;

    @Test
    void shouldRemoveWhatAKilledProcessLeft() throws Exception {
        Process killed = startServer();
        long server = Long.parseLong(Files.readString(directory.resolve(STARTED)));
        killed.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(server)).as("the server goes on").isPresent();
        assertThat(leftOvers()).hasSize(1);

        Files.delete(directory.resolve(STARTED));
        Process next = startServer();
        assertThat(ProcessHandle.of(server)).as("the server of the killed").isEmpty();
        assertThat(leftOvers()).hasSize(1);

        next.destroy();
        next.waitFor();
        assertThat(leftOvers()).isEmpty();
    }

    private Process startServer() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + directory,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Once.class.getName())
                        .inheritIO()
                        .start();
        while (!Files.exists(directory.resolve(STARTED))) {
            assertThat(process.isAlive()).as("the process is starting a server").isTrue();
            Thread.onSpinWait();
        }
        return process;
    }

    private List<Path> leftOvers() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(it -> it.getFileName().toString().startsWith("linger-postgresql"))
                    .toList();
        }
    }

    /** Starts a server, says by a file which process it is, and waits to be ended. */
    static final class Once {
        private Once() {}

        /** Runs. */
        public static void main(String[] arguments) throws Exception {
            try (TemporaryPostgres postgres = TemporaryPostgres.start(List.of())) {
                Path started = Path.of(System.getProperty("java.io.tmpdir"), STARTED);
                Path said = Path.of(started + ".unfinished");
                Path pidFile = postgres.directory().resolve("data/postmaster.pid");
                Files.writeString(said, Files.readAllLines(pidFile).getFirst().strip());
                Files.move(said, started, StandardCopyOption.ATOMIC_MOVE);
                Thread.currentThread().join();
            }
        }
    }
}
