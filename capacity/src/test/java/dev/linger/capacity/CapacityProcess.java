// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.model.settings.Settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The part in a process of its own, to be killed; it ends when its standard input does. */
final class CapacityProcess {
    private CapacityProcess() {}

    static Process start(String bootstrapServers, Path checkpoints) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CapacityProcess.class.getName(),
                        bootstrapServers,
                        checkpoints.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs the part with a broker's address and a checkpoint directory. */
    public static void main(String[] args) throws IOException {
        Settings settings =
                Settings.of(
                        Map.of(
                                "kafka.bootstrap.servers",
                                args[0],
                                "capacity.checkpoint-directory",
                                args[1],
                                "capacity.checkpoint-interval",
                                "500ms",
                                "capacity.partition-idle-after",
                                "1s"),
                        CapacityConfig.SETTINGS);
        try (CapacityPart part = new CapacityPart(CapacityConfig.from(settings))) {
            part.start();
            while (System.in.read() >= 0) {
                // Until the parent closes the stream.
            }
        }
    }
}
