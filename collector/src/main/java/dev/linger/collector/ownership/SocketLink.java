// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The link of a process's descriptor, which for a socket is {@code socket:[4711]}. */
final class SocketLink {
    private static final String PREFIX = "socket:[";

    private SocketLink() {}

    /**
     * The inode of the socket under a descriptor; 0 where it is no socket.
     *
     * @throws IOException if the descriptor was closed meanwhile, or may not be read
     */
    static long inodeOf(Path descriptor) throws IOException {
        String target = Files.readSymbolicLink(descriptor).toString();
        return target.startsWith(PREFIX)
                ? Long.parseLong(target, PREFIX.length(), target.length() - 1, 10)
                : 0;
    }
}
