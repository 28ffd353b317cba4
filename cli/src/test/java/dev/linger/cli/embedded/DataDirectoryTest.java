// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

class DataDirectoryTest {
    @TempDir private Path directory;

    @Test
    void shouldRefuseADirectoryInUseAndNameItsHolder() {
        try (DataDirectory first = DataDirectory.open(directory.resolve("data"))) {
            assertThatThrownBy(() -> DataDirectory.open(first.path()))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("in use by another linger")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data-dir");
        }
    }

    @Test
    void shouldOpenAgainAfterClosing() {
        DataDirectory.open(directory.resolve("data")).close();
        try (DataDirectory again = DataDirectory.open(directory.resolve("data"))) {
            assertThat(again.directory("kafka")).isDirectory();
        }
    }

    @Test
    void shouldSayWhatToDoWhereThePathIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("not a directory")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void shouldTellADirectoryThatIsGoneFromADiskThatIsFull() throws IOException {
        Path path = directory.resolve("data");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(data.trouble()).isNull();

            Files.move(path, directory.resolve("elsewhere"));

            assertThat(data.trouble()).contains(path + " cannot be reached", "--data-dir");
        }
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws IOException {
        try (ServerSocket taken =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(
                            () -> LoopbackPort.claim(taken.getLocalPort(), "Kafka", "--kafka-port"))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessage(
                            "port "
                                    + taken.getLocalPort()
                                    + " for Kafka is taken by another process; give another with"
                                    + " --kafka-port (0 picks a free one)");
        }
    }
}
