// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in git that is generated from code. Comparing is the rule; with {@code
 * -Dlinger.regenerate=true} the file is rewritten, so that the change shows up in review.
 */
public final class GoldenFile {
    private GoldenFile() {}

    /** The top of the checkout. */
    public static Path projectDirectory() {
        return Path.of(System.getProperty("linger.projectDirectory", ".."));
    }

    /**
     * Compares a file with what the code generates now.
     *
     * @param path below the top of the checkout
     * @param generated whole content
     */
    public static void assertMatches(String path, String generated) {
        Path file = projectDirectory().resolve(path);
        if (Boolean.getBoolean("linger.regenerate")) {
            write(file, generated);
        }
        assertThat(file)
                .as("run mvn test -Dlinger.regenerate=true in this module, and review %s", path)
                .hasContent(generated);
    }

    private static void write(Path file, String generated) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
