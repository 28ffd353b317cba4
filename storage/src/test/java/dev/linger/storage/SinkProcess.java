// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.settings.Settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A sink in a process of its own, which a test can kill. */
public final class SinkProcess {
    private SinkProcess() {}

    /** Starts one whose clock is ahead by {@code clockOffset}. */
    public static Process start(Map<String, String> settings, Duration clockOffset, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SinkProcess.class.getName());
        command.add(clockOffset.toString());
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> values = new HashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        SinkPart sink =
                new SinkPart(
                        StorageConfig.from(Settings.of(values, StorageConfig.SETTINGS)),
                        InstantSource.offset(InstantSource.system(), Duration.parse(arguments[0])));
        sink.start();
        new CountDownLatch(1).await();
    }
}
