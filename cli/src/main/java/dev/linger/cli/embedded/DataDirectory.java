// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where {@code linger up} keeps everything: {@code kafka/}, {@code postgresql/}, {@code streams/},
 * {@code logs/}. While it is open, no other process can open it; the kernel frees it when the
 * process ends, however that happens.
 */
public final class DataDirectory implements AutoCloseable {
    /**
     * Free bytes below which a start is refused: a first start writes 140 MB, and a broker whose
     * disk fills up stops.
     */
    static final long MIN_FREE_BYTES = 512L << 20;

    /** With less, what runs can be expected to have failed for it. */
    private static final long FULL_BELOW_BYTES = 16L << 20;

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** {@code $XDG_DATA_HOME/linger}, which is {@code ~/.local/share/linger} unless set. */
    public static Path defaultPath() {
        String dataHome = System.getenv("XDG_DATA_HOME");
        if (dataHome != null && !dataHome.isBlank()) {
            return Path.of(dataHome, "linger");
        }
        String home = System.getenv("HOME");
        return Path.of(
                home == null || home.isBlank() ? System.getProperty("user.home") : home,
                ".local",
                "share",
                "linger");
    }

    /**
     * Creates it if needed, for the owner's eyes only, and locks it.
     *
     * @throws PartFailedException if it is in use, cannot be written or has too little room
     */
    public static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String holder = holder(channel);
                channel.close();
                throw new PartFailedException(
                        "data directory "
                                + path
                                + " is in use by another linger"
                                + holder
                                + "; stop that one, or give another directory with --data-dir",
                        null);
            }
            requireRoom(path, channel);
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot write to data directory "
                            + path
                            + " ("
                            + FileErrors.describe(e)
                            + "); make it writable for this user, or give another with --data-dir",
                    e);
        }
    }

    /** The directory itself, absolute. */
    public Path path() {
        return path;
    }

    /** A directory inside it, created if needed. */
    public Path directory(String name) {
        Path directory = path.resolve(name);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot create " + directory + " (" + FileErrors.describe(e) + ")", e);
        }
    }

    /** Why nothing can be written here any more, and what to do about it; null where it can. */
    public @Nullable String trouble() {
        try {
            long freeBytes = Files.getFileStore(path).getUsableSpace();
            return freeBytes >= FULL_BELOW_BYTES
                    ? null
                    : "the disk of "
                            + path
                            + " is full ("
                            + (freeBytes >> 20)
                            + " MB left); free some space and start again";
        } catch (IOException e) {
            return path
                    + " cannot be reached ("
                    + FileErrors.describe(e)
                    + "); give a directory that stays with --data-dir";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PartFailedException("cannot close the lock of " + path, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        int length = channel.read(text, 0);
        return length <= 0
                ? ""
                : " (process "
                        + new String(text.array(), 0, length, StandardCharsets.US_ASCII)
                        + ")";
    }

    private static void requireRoom(Path path, FileChannel channel) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < MIN_FREE_BYTES) {
            channel.close();
            throw new PartFailedException(
                    "the disk of data directory "
                            + path
                            + " is full: "
                            + (free >> 20)
                            + " MB left, "
                            + (MIN_FREE_BYTES >> 20)
                            + " MB needed; free some, or give a directory elsewhere with --data-dir",
                    null);
        }
    }
}
