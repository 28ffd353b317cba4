// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

/**
 * The errno values that Linger tells apart, from {@code asm-generic/errno-base.h} and {@code
 * errno.h}. The numbers are the same on x86-64, arm64, riscv64, ppc64 and s390x.
 */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file or directory. */
    public static final int ENOENT = 2;

    /** Interrupted by a signal; the call is repeated. */
    public static final int EINTR = 4;

    /** Bad file descriptor. */
    public static final int EBADF = 9;

    /** Nothing there before the receive timeout. */
    public static final int EAGAIN = 11;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** Invalid argument. */
    public static final int EINVAL = 22;

    /** Too many open files in this process. */
    public static final int EMFILE = 24;

    /** This kernel has no such protocol: a module is missing. */
    public static final int EPROTONOSUPPORT = 93;

    /** This kernel does not know the request: a module is missing. */
    public static final int EOPNOTSUPP = 95;

    /** Sockets of this family may not be opened, or this kernel has none. */
    public static final int EAFNOSUPPORT = 97;

    /** The kernel dropped messages, because the receiver was too slow. */
    public static final int ENOBUFS = 105;

    private Errno() {}

    /** Name and number, as in {@code EPERM (1)}; the bare number for those not told apart. */
    public static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM (1), not permitted";
            case ENOENT -> "ENOENT (2), no such file";
            case EINTR -> "EINTR (4), interrupted";
            case EBADF -> "EBADF (9), bad file descriptor";
            case EAGAIN -> "EAGAIN (11), no answer in time";
            case EACCES -> "EACCES (13), permission denied";
            case EINVAL -> "EINVAL (22), invalid argument";
            case EMFILE -> "EMFILE (24), too many open files";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT (93), no such protocol in this kernel";
            case EOPNOTSUPP -> "EOPNOTSUPP (95), not supported by this kernel";
            case EAFNOSUPPORT -> "EAFNOSUPPORT (97), address family not available";
            case ENOBUFS -> "ENOBUFS (105), receive buffer overrun";
            default -> "errno " + errno;
        };
    }
}
