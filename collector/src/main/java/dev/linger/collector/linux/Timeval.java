// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/**
 * {@code struct timeval} of a 64-bit Linux, 16 bytes:
 *
 * <pre>
 *   0  tv_sec   s64
 *   8  tv_usec  s64
 * </pre>
 */
final class Timeval {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            ValueLayout.JAVA_LONG.withName("tv_sec"),
                            ValueLayout.JAVA_LONG.withName("tv_usec"))
                    .withName("timeval");

    private Timeval() {}

    /** A span of time, to the microsecond. */
    static MemorySegment of(SegmentAllocator allocator, Duration duration) {
        MemorySegment timeval = allocator.allocate(LAYOUT);
        timeval.set(ValueLayout.JAVA_LONG, 0, duration.toSeconds());
        timeval.set(ValueLayout.JAVA_LONG, 8, duration.toNanosPart() / 1000L);
        return timeval;
    }
}
