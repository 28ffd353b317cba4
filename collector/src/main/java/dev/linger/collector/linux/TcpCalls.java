// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;

/**
 * The system calls of TCP sockets that {@link java.net.Socket} hides: options it does not know,
 * dup(2), and the errno of a failure. The lab's workloads use them; the collector itself opens no
 * TCP socket.
 *
 * <p>Every method returns what the call returned, or the negated errno, which is the kernel's own
 * convention. A call that a signal interrupted (EINTR) is repeated. Addresses are IPv4.
 */
public final class TcpCalls {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_LINGER = 13;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int EINTR = 4;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT = handle("connect", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = handle("listen", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 =
            handle("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);
    private static final MethodHandle DUP = handle("dup", JAVA_INT);
    private static final MethodHandle SHUTDOWN = handle("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = handle("poll", ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV =
            longHandle("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND =
            longHandle("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private TcpCalls() {}

    /**
     * A new IPv4 stream socket, close-on-exec; socket(2).
     *
     * @param blocking whether connect() waits for the handshake
     * @return the descriptor; -EMFILE, -ENFILE, -ENOBUFS
     */
    public static int socket(boolean blocking) {
        int type = SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
        return call(capture -> (int) SOCKET.invokeExact(capture, AF_INET, type, 0));
    }

    /**
     * Connects; connect(2).
     *
     * @return 0; -EINPROGRESS on a non-blocking socket, -EADDRNOTAVAIL when no port is left,
     *     -ETIMEDOUT, -ECONNREFUSED
     */
    public static int connect(int descriptor, InetSocketAddress peer) {
        return withAddress(
                peer,
                (capture, name) ->
                        (int) CONNECT.invokeExact(capture, descriptor, name, SOCKADDR_IN_BYTES));
    }

    /**
     * Binds; bind(2).
     *
     * @param local port 0 lets the kernel choose
     * @return 0; -EADDRINUSE, -EADDRNOTAVAIL when the address is not this host's
     */
    public static int bind(int descriptor, InetSocketAddress local) {
        return withAddress(
                local,
                (capture, name) ->
                        (int) BIND.invokeExact(capture, descriptor, name, SOCKADDR_IN_BYTES));
    }

    /** Listens; listen(2). The kernel caps the backlog at net.core.somaxconn. */
    public static int listen(int descriptor, int backlog) {
        return call(capture -> (int) LISTEN.invokeExact(capture, descriptor, backlog));
    }

    /**
     * Takes a connection off the accept queue, as a non-blocking close-on-exec socket; accept4(2).
     *
     * @return its descriptor; -EAGAIN when the queue is empty, -EMFILE
     */
    public static int accept(int descriptor) {
        int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
        return call(capture ->
                (int)
                        ACCEPT4.invokeExact(
                                capture,
                                descriptor,
                                MemorySegment.NULL,
                                MemorySegment.NULL,
                                flags));
    }

    /**
     * Sets an int option; setsockopt(2).
     *
     * @return 0; -ENOPROTOOPT on a kernel that lacks it
     */
    public static int setOption(int descriptor, int level, int name, int value) {
        return setOption(descriptor, level, name, new int[] {value});
    }

    /** Makes close() send RST and drop what was not sent: SO_LINGER with a time of 0. */
    public static int setAbortiveClose(int descriptor) {
        return setOption(descriptor, SOL_SOCKET, SO_LINGER, new int[] {1, 0});
    }

    /** Gives a descriptor back; close(2). */
    public static int close(int descriptor) {
        return call(capture -> (int) CLOSE.invokeExact(capture, descriptor));
    }

    /** A second descriptor of the same socket; dup(2). */
    public static int dup(int descriptor) {
        return call(capture -> (int) DUP.invokeExact(capture, descriptor));
    }

    /**
     * Closes one direction; shutdown(2).
     *
     * @param how 0 reading, 1 writing, 2 both
     */
    public static int shutdown(int descriptor, int how) {
        return call(capture -> (int) SHUTDOWN.invokeExact(capture, descriptor, how));
    }

    /**
     * Reads what is there; recv(2) with MSG_DONTWAIT.
     *
     * @return bytes read, 0 at the peer's FIN; -EAGAIN, -ECONNRESET, -ETIMEDOUT
     */
    public static int receiveNow(int descriptor, byte[] into) {
        return receive(descriptor, into, MSG_DONTWAIT);
    }

    /** The same, but waits on a blocking socket. */
    public static int receive(int descriptor, byte[] into) {
        return receive(descriptor, into, 0);
    }

    private static int receive(int descriptor, byte[] into, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(into.length);
            int length =
                    call(capture ->
                            (int)
                                    (long)
                                            RECV.invokeExact(
                                                    capture,
                                                    descriptor,
                                                    buffer,
                                                    (long) into.length,
                                                    flags));
            if (length > 0) {
                MemorySegment.copy(buffer, 0, MemorySegment.ofArray(into), 0, length);
            }
            return length;
        }
    }

    /**
     * Writes zeros without raising SIGPIPE; send(2).
     *
     * @return bytes taken by the kernel; -EAGAIN, -EPIPE, -ECONNRESET, -ETIMEDOUT
     */
    public static int send(int descriptor, int length) {
        return send(descriptor, new byte[length]);
    }

    /** The same with bytes of the caller's. */
    public static int send(int descriptor, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
            return call(capture ->
                    (int)
                            (long)
                                    SEND.invokeExact(
                                            capture,
                                            descriptor,
                                            buffer,
                                            (long) bytes.length,
                                            MSG_NOSIGNAL));
        }
    }

    /**
     * Waits until a descriptor can be read; poll(2) with POLLIN. {@code struct pollfd}: int fd at
     * 0, short events at 4, short revents at 6.
     *
     * @param descriptors what to watch
     * @param ready set to true where something is to be read, or the peer is gone
     * @param timeoutMillis longest wait
     * @return how many are ready
     */
    public static int pollReadable(int[] descriptors, boolean[] ready, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            int entryBytes = 8;
            short pollIn = 1;
            MemorySegment entries = arena.allocate((long) entryBytes * descriptors.length, 4);
            for (int i = 0; i < descriptors.length; i++) {
                entries.set(JAVA_INT, (long) entryBytes * i, descriptors[i]);
                entries.set(JAVA_SHORT, (long) entryBytes * i + 4, pollIn);
            }
            int count =
                    call(capture ->
                            (int)
                                    POLL.invokeExact(
                                            capture,
                                            entries,
                                            (long) descriptors.length,
                                            timeoutMillis));
            for (int i = 0; i < descriptors.length; i++) {
                ready[i] = entries.get(JAVA_SHORT, (long) entryBytes * i + 6) != 0;
            }
            return count;
        }
    }

    private static int setOption(int descriptor, int level, int name, int[] value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(JAVA_INT, value);
            return call(capture ->
                    (int)
                            SETSOCKOPT.invokeExact(
                                    capture,
                                    descriptor,
                                    level,
                                    name,
                                    segment,
                                    (int) segment.byteSize()));
        }
    }

    /**
     * {@code struct sockaddr_in}: sin_family at 0 in host order, sin_port at 2 and sin_addr at 4 in
     * network order.
     */
    private static int withAddress(InetSocketAddress address, AddressCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SOCKADDR_IN_BYTES, 4);
            name.setAtIndex(JAVA_SHORT, 0, (short) AF_INET);
            name.set(JAVA_BYTE, 2, (byte) (address.getPort() >>> 8));
            name.set(JAVA_BYTE, 3, (byte) address.getPort());
            MemorySegment.copy(
                    MemorySegment.ofArray(address.getAddress().getAddress()), 0, name, 4, 4);
            return call(capture -> call.invoke(capture, name));
        }
    }

    private static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            while (true) {
                int result = call.invoke(capture);
                if (result >= 0) {
                    return result;
                }
                int errno = (int) ERRNO.get(capture, 0L);
                if (errno != EINTR) {
                    return -errno;
                }
            }
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a downcall threw a checked exception", impossible);
        }
    }

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle longHandle(String name, MemoryLayout... arguments) {
        return downcall(name, FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle downcall(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                descriptor,
                Linker.Option.captureCallState("errno"));
    }

    @FunctionalInterface
    private interface Call {
        int invoke(MemorySegment capture) throws Throwable;
    }

    @FunctionalInterface
    private interface AddressCall {
        int invoke(MemorySegment capture, MemorySegment name) throws Throwable;
    }
}
