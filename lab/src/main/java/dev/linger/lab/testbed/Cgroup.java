// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A cgroup v2 directory of our own. A socket carries the cgroup that its opener was in, and the
 * directory's name is the name of the service.
 */
final class Cgroup implements AutoCloseable {
    private static final Duration EMPTY_LIMIT = Duration.ofSeconds(10);

    private final Path directory;

    private Cgroup(Path directory) {
        this.directory = directory;
    }

    /** Where cgroup v2 is mounted: {@code /sys/fs/cgroup}, or elsewhere beside cgroup v1. */
    static Path mountPoint() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                String[] fields = line.split(" ");
                if (fields.length > 2 && fields[2].equals("cgroup2")) {
                    return Path.of(fields[1]);
                }
            }
        } catch (IOException failure) {
            throw new TestbedException("cannot read /proc/self/mounts", failure);
        }
        throw new TestbedException("no cgroup2 is mounted; mount -t cgroup2 none /mnt/cgroup2");
    }

    static Cgroup create(Path directory) {
        try {
            Files.createDirectories(directory);
            return new Cgroup(directory);
        } catch (IOException failure) {
            throw new TestbedException("cannot create " + directory + "; run as root", failure);
        }
    }

    /** A process that writes its id here becomes a member. */
    Path procs() {
        return directory.resolve("cgroup.procs");
    }

    /** Ids of the processes in it. */
    List<Long> members() {
        return read(procs()).lines().map(Long::valueOf).toList();
    }

    /** Ends what still runs in it, and removes it with its children. */
    @Override
    public void close() {
        remove(directory);
    }

    /** Sends SIGKILL to every member, and waits until they are gone. */
    void kill() {
        kill(directory);
    }

    private static void kill(Path directory) {
        try {
            Files.writeString(directory.resolve("cgroup.kill"), "1");
        } catch (IOException failure) {
            throw new TestbedException("cannot end the processes in " + directory, failure);
        }
        Path events = directory.resolve("cgroup.events");
        Await.until(
                directory + " is empty", EMPTY_LIMIT, () -> read(events).contains("populated 0"));
    }

    static void remove(Path directory) {
        kill(directory);
        try {
            try (var children = Files.newDirectoryStream(directory, Files::isDirectory)) {
                for (Path child : children) {
                    Files.delete(child);
                }
            }
            Files.delete(directory);
        } catch (IOException failure) {
            throw new TestbedException("cannot remove the cgroup " + directory, failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new TestbedException("cannot read " + file, failure);
        }
    }
}
