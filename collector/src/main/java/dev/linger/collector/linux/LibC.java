// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls of libc, each returning what the kernel returned, or {@code -errno} where it failed.
 *
 * <p>errno goes to a segment that belongs to this object alone: make one per owner of a descriptor,
 * and use it from one thread at a time.
 */
@SuppressWarnings("restricted") // this class is the fence around the native calls
final class LibC {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            bind(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO =
            bind(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle OPEN =
            bind(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS =
            bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETRUSAGE =
            bind("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle MADVISE =
            bind("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final MemorySegment capture;

    /** Takes the place for errno from {@code allocator}. */
    LibC(SegmentAllocator allocator) {
        this.capture = allocator.allocate(CAPTURE);
    }

    /** socket(2): a descriptor. EMFILE, ENFILE, EPROTONOSUPPORT. */
    int socket(int domain, int type, int protocol) {
        try {
            return checked((int) SOCKET.invokeExact(capture, domain, type, protocol));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** bind(2): 0. */
    int bind(int descriptor, MemorySegment address) {
        try {
            int length = Math.toIntExact(address.byteSize());
            return checked((int) BIND.invokeExact(capture, descriptor, address, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** setsockopt(2): 0. */
    int setsockopt(int descriptor, int level, int option, MemorySegment value) {
        try {
            int length = Math.toIntExact(value.byteSize());
            return checked(
                    (int)
                            SETSOCKOPT.invokeExact(
                                    capture, descriptor, level, option, value, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** sendto(2): bytes sent. EINTR, ENOBUFS, EPERM, and for sock_diag the request's own error. */
    long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address) {
        try {
            int length = Math.toIntExact(address.byteSize());
            return checked(
                    (long)
                            SENDTO.invokeExact(
                                    capture,
                                    descriptor,
                                    message,
                                    message.byteSize(),
                                    flags,
                                    address,
                                    length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** recv(2): bytes received. EINTR, EAGAIN after SO_RCVTIMEO, ENOBUFS. */
    long recv(int descriptor, MemorySegment buffer, int flags) {
        try {
            return checked(
                    (long) RECV.invokeExact(capture, descriptor, buffer, buffer.byteSize(), flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** open(2) without a mode: a descriptor. ENOENT, EACCES, EMFILE. */
    int open(MemorySegment path, int flags) {
        try {
            return checked((int) OPEN.invokeExact(capture, path, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** close(2): 0. The descriptor is gone also where this fails. */
    int close(int descriptor) {
        try {
            return checked((int) CLOSE.invokeExact(capture, descriptor));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** setns(2), for the calling thread alone: 0. EPERM without CAP_SYS_ADMIN, EINVAL. */
    int setns(int descriptor, int namespaceType) {
        try {
            return checked((int) SETNS.invokeExact(capture, descriptor, namespaceType));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** getrusage(2): 0. */
    int getrusage(int who, MemorySegment usage) {
        try {
            return checked((int) GETRUSAGE.invokeExact(capture, who, usage));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * madvise(2): 0. EINVAL where the address is not that of a page, ENOMEM where it is not mapped.
     */
    int madvise(MemorySegment address, long length, int advice) {
        try {
            return checked((int) MADVISE.invokeExact(capture, address, length, advice));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private int checked(int result) {
        return result >= 0 ? result : -(int) ERRNO.get(capture, 0L);
    }

    private long checked(long result) {
        return result >= 0 ? result : -(int) ERRNO.get(capture, 0L);
    }

    private static MethodHandle bind(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /** A downcall throws only for arguments of the wrong shape or closed memory. */
    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
