// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.cli.Main;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Linger in a process of its own, on this build's classes. */
public final class LingerProcess {
    private LingerProcess() {}

    /** The command with these arguments, as the launcher starts it. */
    public static List<String> command(String... arguments) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--illegal-native-access=deny",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx448m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }
}
