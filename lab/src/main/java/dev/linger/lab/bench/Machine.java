// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What the figures were measured on. */
public final class Machine {
    private Machine() {}

    /** Processor, number of them, kernel, JVM and the options that it was started with. */
    public static String describe() {
        return model()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " CPUs, Linux "
                + System.getProperty("os.version")
                + ", Java "
                + Runtime.version()
                + ", "
                + System.getProperty("java.vm.info")
                + " "
                + options();
    }

    /** Heap and compiler decide what a scan costs, so a figure without them says little. */
    private static String options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X"))
                .collect(Collectors.joining(" "));
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
