// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import dev.linger.collector.proc.ProcFs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cgroup v2 hierarchy. The id of a cgroup, as sockets carry it, is the inode of its directory.
 *
 * @param mount where the hierarchy is mounted
 */
public record CgroupTree(Path mount) {
    /** Files of the controllers: looking at each would cost twenty times the walk. */
    private static final Pattern INTERFACE_FILE =
            Pattern.compile("(cgroup|cpu|cpuset|memory|io|pids|hugetlb|rdma|misc|irq|dmem)\\..*");

    /**
     * Finds the mount in {@code self/mountinfo}: {@code /sys/fs/cgroup}, or {@code
     * /sys/fs/cgroup/unified} beside the older hierarchies.
     *
     * @throws IOException if there is none, or the file cannot be read
     */
    public static CgroupTree find(ProcFs proc) throws IOException {
        for (String line : proc.read("self/mountinfo").split("\n")) {
            String[] fields = line.split(" ");
            int separator = List.of(fields).indexOf("-");
            if (separator > 4
                    && separator + 1 < fields.length
                    && fields[separator + 1].equals("cgroup2")) {
                return new CgroupTree(Path.of(fields[4].replace("\\040", " ")));
            }
        }
        throw new IOException("no cgroup2 file system is mounted");
    }

    /**
     * Visits every cgroup: its id, and its path below the mount beginning with a slash. Those that
     * vanish meanwhile are left out.
     *
     * @throws IOException if the mount itself cannot be read
     */
    void walk(BiConsumer<Long, String> visitor) throws IOException {
        visitor.accept(idOf(mount), "/");
        walkBelow(mount, visitor);
    }

    /** Ids of the processes in a cgroup; empty where it is gone, or holds only threads. */
    List<Integer> processes(String path) {
        try (Stream<String> lines =
                Files.lines(mount.resolve(path.substring(1)).resolve("cgroup.procs"))) {
            return lines.map(Integer::valueOf).toList();
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return List.of();
        }
    }

    /** Returns how many cgroups vanished meanwhile. */
    private int walkBelow(Path directory, BiConsumer<Long, String> visitor) throws IOException {
        int gone = 0;
        for (Path child : children(directory)) {
            try {
                visitor.accept(idOf(child), "/" + mount.relativize(child));
                gone += walkBelow(child, visitor);
            } catch (NoSuchFileException e) {
                gone++;
            }
        }
        return gone;
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(
                        directory,
                        entry ->
                                !INTERFACE_FILE.matcher(entry.getFileName().toString()).matches()
                                        && Files.isDirectory(entry))) {
            entries.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    private static long idOf(Path directory) throws IOException {
        return (Long) Files.getAttribute(directory, "unix:ino");
    }
}
