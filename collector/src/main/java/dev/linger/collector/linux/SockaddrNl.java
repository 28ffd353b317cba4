// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * {@code struct sockaddr_nl} of {@code linux/netlink.h}, 12 bytes, host order:
 *
 * <pre>
 *   0  nl_family  u16   AF_NETLINK
 *   2  nl_pad     u16
 *   4  nl_pid     u32   0: the kernel
 *   8  nl_groups  u32   no multicast
 * </pre>
 */
final class SockaddrNl {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            ValueLayout.JAVA_SHORT.withName("nl_family"),
                            ValueLayout.JAVA_SHORT.withName("nl_pad"),
                            ValueLayout.JAVA_INT.withName("nl_pid"),
                            ValueLayout.JAVA_INT.withName("nl_groups"))
                    .withName("sockaddr_nl");

    private SockaddrNl() {}

    /** The kernel's address; for bind(2) it means: choose one for me. */
    static MemorySegment kernel(SegmentAllocator allocator) {
        MemorySegment address = allocator.allocate(LAYOUT);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) NetlinkDescriptor.AF_NETLINK);
        return address;
    }
}
