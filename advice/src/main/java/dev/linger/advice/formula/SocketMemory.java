// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

import dev.linger.model.tcp.Side;

/** Kernel memory of sockets. TIME_WAIT has no descriptor and no thread; it is only this. */
public final class SocketMemory {
    /** F17: tw_sock_TCP. */
    public static final long TIME_WAIT_SERVER_BYTES = 256;

    /** F17: tw_sock_TCP and two bind buckets, since the local port is its own. */
    public static final long TIME_WAIT_CLIENT_BYTES = 512;

    /** F18: TCP, inode, file, dentry and bind bucket of an idle end, without buffers. */
    public static final long ESTABLISHED_BYTES = 3960;

    private SocketMemory() {}

    /** F17: bytes of {@code sockets} in TIME_WAIT. */
    public static long timeWaitBytes(long sockets, Side side) {
        return sockets
                * switch (side) {
                    case CLIENT -> TIME_WAIT_CLIENT_BYTES;
                    case SERVER -> TIME_WAIT_SERVER_BYTES;
                };
    }

    /** F18: bytes of {@code sockets} with an owner and empty buffers. */
    public static long establishedBytes(long sockets) {
        return sockets * ESTABLISHED_BYTES;
    }
}
