// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * What numbers depend on.
 *
 * @param kernel release
 * @param hertz CONFIG_HZ; "not known" where the kernel does not tell its configuration
 * @param processors as many as this process may use
 */
public record Machine(String kernel, String hertz, int processors) {
    private static final String HZ = "CONFIG_HZ=";

    static Machine here() {
        return new Machine(
                System.getProperty("os.version"),
                hertzOf(Path.of("/proc/config.gz")),
                Runtime.getRuntime().availableProcessors());
    }

    private static String hertzOf(Path configuration) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(configuration)),
                                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.startsWith(HZ))
                    .map(line -> line.substring(HZ.length()))
                    .findFirst()
                    .orElse("not known");
        } catch (IOException notTold) {
            return "not known";
        }
    }
}
