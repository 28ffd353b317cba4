// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import dev.linger.collector.linux.NetworkNamespace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The network namespaces of a host, as files name them: those of {@code /run/netns}, and those that
 * a process lives in. None is opened, so none is kept alive.
 *
 * @param byInode one name each, the reader's own first
 * @param denied processes whose namespace may not be looked at
 */
public record NetworkNamespaces(Map<Long, NetworkNamespace> byInode, int denied) {
    private static final Path NAMED = Path.of("/run/netns");
    private static final String LINK_PREFIX = "net:[";

    /**
     * Finds them: one link per process.
     *
     * @throws IOException if the reader's own, or the list of processes, cannot be read
     */
    public static NetworkNamespaces find(ProcFs proc) throws IOException {
        Map<Long, NetworkNamespace> found = new LinkedHashMap<>();
        found.put(NetworkNamespace.SELF.inode(), NetworkNamespace.SELF);
        int denied = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc.root(), "[1-9]*")) {
            for (Path process : processes) {
                denied += add(process.resolve("ns/net"), found) ? 0 : 1;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        addNamed(found);
        return new NetworkNamespaces(found, denied);
    }

    /** Returns false where the link may not be read. */
    private static boolean add(Path link, Map<Long, NetworkNamespace> found) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            if (target.startsWith(LINK_PREFIX)) {
                long inode =
                        Long.parseLong(target.substring(LINK_PREFIX.length(), target.length() - 1));
                found.putIfAbsent(inode, NetworkNamespace.at(link));
            }
            return true;
        } catch (AccessDeniedException e) {
            return false;
        } catch (IOException e) {
            return true; // the process ended meanwhile, or is a zombie and has none
        }
    }

    /** A name outlives the processes, so it replaces the path through one of them. */
    private static void addNamed(Map<Long, NetworkNamespace> found) throws IOException {
        if (!Files.isDirectory(NAMED)) {
            return;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED)) {
            for (Path name : names) {
                NetworkNamespace namespace = NetworkNamespace.at(name);
                if (Files.exists(name)) {
                    found.merge(
                            namespace.inode(),
                            namespace,
                            (known, named) -> known == NetworkNamespace.SELF ? known : named);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
