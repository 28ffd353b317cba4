// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

import java.io.IOException;

/** Reads the TCP sockets of the calling thread's network namespace. For one thread at a time. */
public interface SocketReader {
    /**
     * Reads once, and again where the kernel says that what it gave was incomplete.
     *
     * @param states bits of the states to read, as {@link InetDiagDump#ALL_STATES}
     * @param withInfo whether to ask for tcp_info; a source that has none leaves it out
     * @throws IOException if the sockets could not be read; the visitor then holds half of them
     */
    DumpReport dump(int states, boolean withInfo, SocketVisitor visitor) throws IOException;
}
