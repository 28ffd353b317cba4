// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.inetdiag;

/** Takes the sockets of a dump, one by one. */
public interface SocketVisitor {
    /**
     * A dump begins; what was visited since the last begin is void.
     *
     * @param startedAtNanos as {@link System#nanoTime()}: every socket that is there now, and still
     *     is when the dump ends, will be visited
     */
    void begin(long startedAtNanos);

    /**
     * A socket.
     *
     * @param socket a view that moves on after this call
     * @param dumpedAtNanos when the kernel read it, as {@link System#nanoTime()}, at most one
     *     receive late
     */
    void socket(InetDiagMsg socket, long dumpedAtNanos);
}
