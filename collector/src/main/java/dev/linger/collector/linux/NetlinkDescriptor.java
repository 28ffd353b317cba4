// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/**
 * A netlink socket (netlink(7)), bound to the network namespace of the thread that opens it for as
 * long as it is open. For one thread.
 */
public final class NetlinkDescriptor implements DatagramSocket {
    /** {@code AF_NETLINK} of {@code sys/socket.h}. */
    static final int AF_NETLINK = 16;

    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    private final Arena arena;
    private final LibC libC;
    private final int descriptor;
    private final MemorySegment kernel;
    private final MemorySegment buffer;

    private NetlinkDescriptor(
            Arena arena, LibC libC, int descriptor, MemorySegment kernel, MemorySegment buffer) {
        this.arena = arena;
        this.libC = libC;
        this.descriptor = descriptor;
        this.kernel = kernel;
        this.buffer = buffer;
    }

    /** Makes the first call of a process quicker: links what takes a while, once. */
    public static void prepare() {
        LibC.link();
    }

    /**
     * Opens and binds a socket.
     *
     * @param protocol of {@code linux/netlink.h}, as NETLINK_SOCK_DIAG
     * @param bufferBytes largest datagram to receive, a multiple of 4
     * @param timeout how long to wait for the kernel
     * @throws ErrnoException naming the call that failed
     */
    public static NetlinkDescriptor open(int protocol, int bufferBytes, Duration timeout)
            throws ErrnoException {
        Arena arena = Arena.ofConfined();
        LibC libC = new LibC(arena);
        int descriptor = libC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
        if (descriptor < 0) {
            arena.close();
            throw new ErrnoException("socket AF_NETLINK", -descriptor);
        }
        MemorySegment kernel = SockaddrNl.kernel(arena);
        NetlinkDescriptor opened =
                new NetlinkDescriptor(
                        arena,
                        libC,
                        descriptor,
                        kernel,
                        arena.allocate(bufferBytes, ValueLayout.JAVA_INT.byteAlignment()));
        int bound = libC.bind(descriptor, kernel);
        int timed =
                libC.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, Timeval.of(arena, timeout));
        if (bound < 0 || timed < 0) {
            opened.close();
            throw new ErrnoException(
                    bound < 0 ? "bind AF_NETLINK" : "setsockopt SO_RCVTIMEO",
                    bound < 0 ? -bound : -timed);
        }
        return opened;
    }

    @Override
    public void send(int[] words) throws ErrnoException {
        try (Arena message = Arena.ofConfined()) {
            MemorySegment bytes = message.allocateFrom(ValueLayout.JAVA_INT, words);
            long sent;
            do {
                sent = libC.sendto(descriptor, bytes, 0, kernel);
            } while (sent == -Errno.EINTR);
            if (sent < 0) {
                throw new ErrnoException("sendto AF_NETLINK", (int) -sent);
            }
        }
    }

    @Override
    public int receive(int[] words) throws ErrnoException {
        int received = receiveOnly();
        MemorySegment.copy(buffer, ValueLayout.JAVA_INT, 0, words, 0, (received + 3) / 4);
        return received;
    }

    /**
     * Receives one datagram, and leaves it where the kernel wrote it.
     *
     * @return its length in bytes
     * @throws ErrnoException as {@link #receive}
     */
    public int receiveOnly() throws ErrnoException {
        long received;
        do {
            received = libC.recv(descriptor, buffer, 0);
        } while (received == -Errno.EINTR);
        if (received < 0) {
            throw new ErrnoException("recv AF_NETLINK", (int) -received);
        }
        return (int) received;
    }

    /** The word at a byte offset of the datagram received last, in host order. */
    public int wordAt(int offset) {
        return buffer.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    /** Closes the socket, which lets go of its network namespace. */
    @Override
    public void close() {
        libC.close(descriptor);
        arena.close();
    }
}
