// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
public final class Machine {
    private Machine() {}

    /** Processor, number of them, kernel, JVM and its flags for the compiler. */
    public static String describe() {
        return model()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " CPUs, Linux "
                + System.getProperty("os.version")
                + ", Java "
                + Runtime.version()
                + ", "
                + System.getProperty("java.vm.info");
    }

    private static String model() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
