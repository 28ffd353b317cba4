// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

/** Numbers of system calls: {@code __NR_socket} and so on of {@code asm/unistd.h}. */
enum SystemCall {
    /** socket(2). */
    SOCKET(41, 198),
    /** bind(2). */
    BIND(49, 200),
    /** setsockopt(2). */
    SETSOCKOPT(54, 208),
    /** sendto(2). */
    SENDTO(44, 206),
    /** recvfrom(2). */
    RECVFROM(45, 207),
    /** openat(2). */
    OPENAT(257, 56),
    /** close(2). */
    CLOSE(3, 57),
    /** setns(2). */
    SETNS(308, 268),
    /** getrusage(2). */
    GETRUSAGE(98, 165),
    /** madvise(2). */
    MADVISE(28, 233),
    /** setpriority(2). */
    SETPRIORITY(141, 140);

    /** Of {@code asm/unistd_64.h}. */
    final int x86;

    /** Of {@code asm-generic/unistd.h}, which every architecture since has taken. */
    final int generic;

    private final long number;

    SystemCall(int x86, int generic) {
        this.x86 = x86;
        this.generic = generic;
        this.number =
                switch (System.getProperty("os.arch")) {
                    case "amd64" -> x86;
                    case "aarch64", "riscv64" -> generic;
                    default ->
                            throw new IllegalStateException(
                                    "Linger runs on amd64, aarch64 and riscv64, not on "
                                            + System.getProperty("os.arch"));
                };
    }

    /** The number on this machine. */
    long number() {
        return number;
    }
}
