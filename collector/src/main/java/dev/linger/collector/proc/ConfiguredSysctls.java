// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linger.model.kernel.ConfiguredSysctl;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What sysctl.d(5) says of the settings that are read, by the precedence of systemd-sysctl: of
 * files with one name, that of the first directory counts; all together apply in the order of their
 * names, and the last one that names a setting decides. {@code /etc/sysctl.conf} counts as {@code
 * 99-sysctl.conf}, which it is linked to where distributions still read it.
 *
 * @param root of the file system
 */
public record ConfiguredSysctls(Path root) {
    /** The files of this host. */
    public static final ConfiguredSysctls HOST = new ConfiguredSysctls(Path.of("/"));

    /** The last first: a file of a later directory here replaces one of an earlier. */
    private static final List<String> DIRECTORIES =
            List.of(
                    "lib/sysctl.d",
                    "usr/lib/sysctl.d",
                    "usr/local/lib/sysctl.d",
                    "run/sysctl.d",
                    "etc/sysctl.d");

    private static final String SUFFIX = ".conf";
    private static final String CONF = "etc/sysctl.conf";
    private static final String CONF_NAME = "99-sysctl.conf";
    private static final long MOST_BYTES = 1 << 20;

    /**
     * Reads those of {@link Sysctls#NAMES} that are configured.
     *
     * @return by dotted name; values have one space between their parts
     * @throws IOException if a file is there and not readable
     */
    public Map<String, ConfiguredSysctl> read() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.exists(root.resolve(CONF))) {
            files.put(CONF_NAME, root.resolve(CONF));
        }
        for (String directory : DIRECTORIES) {
            list(root.resolve(directory), files);
        }
        Set<String> known = Set.copyOf(Sysctls.NAMES);
        Map<String, ConfiguredSysctl> configured = new TreeMap<>();
        for (Path file : files.values()) {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                String shown = "/" + root.relativize(file);
                parse(Files.readString(file, ISO_8859_1))
                        .forEach((name, value) -> {
                            if (known.contains(name) && !value.isEmpty()) {
                                configured.put(name, new ConfiguredSysctl(value, shown));
                            }
                        });
            }
        }
        return configured;
    }

    private static void list(Path directory, Map<String, Path> files) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : found) {
                files.put(file.getFileName().toString(), file);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // most hosts lack some of them
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Lines {@code name = value}; a dash in front lets an error pass; # and ; begin comments. */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new TreeMap<>();
        for (String line : text.split("\n")) {
            String stripped = line.strip();
            int equals = stripped.indexOf('=');
            if (equals > 0 && !stripped.startsWith("#") && !stripped.startsWith(";")) {
                String name = stripped.substring(0, equals).strip();
                values.put(
                        dotted(name.startsWith("-") ? name.substring(1) : name),
                        stripped.substring(equals + 1).strip().replaceAll("\\s+", " "));
            }
        }
        return values;
    }

    /** Where a slash comes first, slashes part the name and dots belong to it. */
    private static String dotted(String name) {
        int slash = name.indexOf('/');
        int dot = name.indexOf('.');
        if (slash < 0 || (dot >= 0 && dot < slash)) {
            return name;
        }
        return name.replace('.', '\0').replace('/', '.').replace('\0', '/');
    }
}
