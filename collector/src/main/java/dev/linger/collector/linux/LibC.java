// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls, each returning what the kernel returned, or {@code -errno} where it failed.
 *
 * <p>All go through syscall(2), which takes numbers only. Each other function of libc would be a
 * shape of its own to the virtual machine, which generates a class and a dozen method handles for
 * it at every start, because no AOT cache keeps them.
 *
 * <p>errno goes to a segment that belongs to this object alone: make one per owner of a descriptor,
 * and use it from one thread at a time.
 */
@SuppressWarnings("restricted") // this class is the fence around the native calls
final class LibC {
    private static final int AT_FDCWD = -100;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = syscall();

    private final MemorySegment capture;

    /** Takes the place for errno from {@code allocator}. */
    LibC(SegmentAllocator allocator) {
        this.capture = allocator.allocate(CAPTURE);
    }

    /** Links syscall(2) now, which takes a while, rather than at the first call. */
    static void link() {
        // this class is initialised by now
    }

    /** socket(2): a descriptor. EMFILE, ENFILE, EPROTONOSUPPORT. */
    int socket(int domain, int type, int protocol) {
        return (int) call(SystemCall.SOCKET, domain, type, protocol, 0, 0, 0);
    }

    /** bind(2): 0. */
    int bind(int descriptor, MemorySegment address) {
        return (int)
                call(SystemCall.BIND, descriptor, pointer(address), address.byteSize(), 0, 0, 0);
    }

    /** setsockopt(2): 0. */
    int setsockopt(int descriptor, int level, int option, MemorySegment value) {
        return (int)
                call(
                        SystemCall.SETSOCKOPT,
                        descriptor,
                        level,
                        option,
                        pointer(value),
                        value.byteSize(),
                        0);
    }

    /** sendto(2): bytes sent. EINTR, ENOBUFS, EPERM, and for sock_diag the request's own error. */
    long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address) {
        return call(
                SystemCall.SENDTO,
                descriptor,
                pointer(message),
                message.byteSize(),
                flags,
                pointer(address),
                address.byteSize());
    }

    /** recv(2): bytes received. EINTR, EAGAIN after SO_RCVTIMEO, ENOBUFS. */
    long recv(int descriptor, MemorySegment buffer, int flags) {
        return call(
                SystemCall.RECVFROM, descriptor, pointer(buffer), buffer.byteSize(), flags, 0, 0);
    }

    /** open(2) without a mode: a descriptor. ENOENT, EACCES, EMFILE. */
    int open(MemorySegment path, int flags) {
        return (int) call(SystemCall.OPENAT, AT_FDCWD, pointer(path), flags, 0, 0, 0);
    }

    /** close(2): 0. The descriptor is gone also where this fails. */
    int close(int descriptor) {
        return (int) call(SystemCall.CLOSE, descriptor, 0, 0, 0, 0, 0);
    }

    /** setns(2), for the calling thread alone: 0. EPERM without CAP_SYS_ADMIN, EINVAL. */
    int setns(int descriptor, int namespaceType) {
        return (int) call(SystemCall.SETNS, descriptor, namespaceType, 0, 0, 0, 0);
    }

    /** getrusage(2): 0. */
    int getrusage(int who, MemorySegment usage) {
        return (int) call(SystemCall.GETRUSAGE, who, pointer(usage), 0, 0, 0, 0);
    }

    /**
     * madvise(2): 0. EINVAL where the address is not that of a page, ENOMEM where it is not mapped.
     */
    int madvise(MemorySegment address, long length, int advice) {
        return (int) call(SystemCall.MADVISE, pointer(address), length, advice, 0, 0, 0);
    }

    /** setpriority(2), of one thread: 0. ESRCH where it ended, EACCES for a higher one. */
    int setpriority(int which, int thread, int nice) {
        return (int) call(SystemCall.SETPRIORITY, which, thread, nice, 0, 0, 0);
    }

    private long call(
            SystemCall call,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth) {
        try {
            long result =
                    (long)
                            SYSCALL.invokeExact(
                                    capture,
                                    call.number(),
                                    first,
                                    second,
                                    third,
                                    fourth,
                                    fifth,
                                    sixth);
            return result >= 0 ? result : -capture.get(JAVA_INT, ERRNO);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The caller keeps the memory until the call has returned. */
    private static long pointer(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("the kernel cannot reach the heap");
        }
        return memory.address();
    }

    /** {@code long syscall(long number, ...)}, with as many arguments as any call takes. */
    private static MethodHandle syscall() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                        JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
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
