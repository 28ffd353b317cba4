// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * What processes cost that this one started: getrusage(2) with {@code RUSAGE_CHILDREN}, of whose
 * {@code struct rusage}, 144 bytes, the beginning is read:
 *
 * <pre>
 *    0  ru_utime  struct timeval
 *   16  ru_stime  struct timeval
 *   32  fourteen longs
 * </pre>
 */
public final class ChildrenCpu {
    private static final int RUSAGE_CHILDREN = -1;
    private static final int OTHER_LONGS = 14;
    private static final long MICROS_PER_SECOND = 1_000_000;

    static final StructLayout RUSAGE =
            MemoryLayout.structLayout(
                            Timeval.LAYOUT.withName("ru_utime"),
                            Timeval.LAYOUT.withName("ru_stime"),
                            MemoryLayout.sequenceLayout(OTHER_LONGS, ValueLayout.JAVA_LONG)
                                    .withName("others"))
                    .withName("rusage");

    private ChildrenCpu() {}

    /**
     * CPU time, user and system, of all children that have ended and been waited for, in
     * microseconds.
     *
     * @throws ErrnoException if the kernel refuses
     */
    public static long micros() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(RUSAGE);
            int result = new LibC(arena).getrusage(RUSAGE_CHILDREN, usage);
            if (result < 0) {
                throw new ErrnoException("getrusage RUSAGE_CHILDREN", -result);
            }
            return micros(usage, 0) + micros(usage, Timeval.LAYOUT.byteSize());
        }
    }

    private static long micros(MemorySegment usage, long offset) {
        return usage.get(ValueLayout.JAVA_LONG, offset) * MICROS_PER_SECOND
                + usage.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
    }
}
