// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a testbed that was killed could not give back: namespaces and cgroups named {@code
 * linger-lab-PID-...} of a process that is gone.
 */
final class Leftovers {
    static final String PREFIX = "linger-lab-";

    private Leftovers() {}

    /** Removes them. */
    static void remove() {
        orphaned(Namespace.RUN_NETNS).forEach(path -> Namespace.delete(name(path)));
        orphaned(Cgroup.mountPoint()).forEach(Cgroup::remove);
    }

    private static List<Path> orphaned(Path directory) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (var entries = Files.newDirectoryStream(directory, PREFIX + "*")) {
                for (Path entry : entries) {
                    if (isOrphaned(name(entry))) {
                        found.add(entry);
                    }
                }
            } catch (IOException failure) {
                throw new TestbedException("cannot list " + directory, failure);
            }
        }
        return found;
    }

    private static boolean isOrphaned(String name) {
        String owner = name.substring(PREFIX.length()).split("-", 2)[0];
        return owner.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(owner)).isEmpty();
    }

    private static String name(Path path) {
        return path.getName(path.getNameCount() - 1).toString();
    }
}
