// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.settings.Settings;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** An instance of the stream processing in a JVM of its own, so that it can be killed. */
final class KilledInstance {
    private KilledInstance() {}

    /** Starts one; its settings are the arguments, {@code key=value}. */
    static Process start(Map<String, String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(KilledInstance.class.getName());
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        StreamsPart part =
                new StreamsPart(StreamsConfig.from(Settings.of(settings, StreamsConfig.SETTINGS)));
        part.start();
        new CountDownLatch(1).await();
    }
}
