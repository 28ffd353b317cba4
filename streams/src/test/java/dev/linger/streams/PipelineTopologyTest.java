// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.TopologyConfig;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The topology is a contract with the state that is stored: its text is kept and reviewed. */
class PipelineTopologyTest {
    private static final Path GOLDEN =
            Path.of(
                    System.getProperty("linger.projectDirectory", ".."),
                    "streams/src/test/resources/topology.txt");

    @Test
    void shouldMatchTheTopologyInGit() throws IOException {
        StreamsConfig config = PipelineDriver.config(Map.of());
        String described =
                Pipeline.topology(
                                config,
                                Outlet.LIVE,
                                4,
                                new KafkaSnapshotLog(ClientSettings.of(config)),
                                new StreamsCounters(),
                                new TopologyConfig(
                                        new org.apache.kafka.streams.StreamsConfig(
                                                ClientSettings.of(config))))
                        .describe()
                        .toString();
        if (Boolean.getBoolean("linger.regenerate")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, described);
        }
        assertThat(GOLDEN)
                .as("run mvn -pl streams test -Dlinger.regenerate=true, and review the difference")
                .hasContent(described);
    }
}
