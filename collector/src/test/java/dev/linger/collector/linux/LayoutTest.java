// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

class LayoutTest {
    @Test
    void shouldLayOutSockaddrNlAsTheKernelDoes() {
        assertThat(SockaddrNl.LAYOUT.byteSize()).isEqualTo(12);
        assertThat(offset(SockaddrNl.LAYOUT, "nl_family")).isZero();
        assertThat(offset(SockaddrNl.LAYOUT, "nl_pad")).isEqualTo(2);
        assertThat(offset(SockaddrNl.LAYOUT, "nl_pid")).isEqualTo(4);
        assertThat(offset(SockaddrNl.LAYOUT, "nl_groups")).isEqualTo(8);
    }

    @Test
    void shouldLayOutTimevalAsTheKernelDoes() {
        assertThat(Timeval.LAYOUT.byteSize()).isEqualTo(16);
        assertThat(offset(Timeval.LAYOUT, "tv_sec")).isZero();
        assertThat(offset(Timeval.LAYOUT, "tv_usec")).isEqualTo(8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeval = Timeval.of(arena, Duration.ofMillis(2500));
            assertThat(timeval.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(2);
            assertThat(timeval.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(500_000);
        }
    }

    @Test
    void shouldLayOutRusageAsTheKernelDoes() throws Exception {
        assertThat(ChildrenCpu.RUSAGE.byteSize()).isEqualTo(144);
        assertThat(offset(ChildrenCpu.RUSAGE, "ru_utime")).isZero();
        assertThat(offset(ChildrenCpu.RUSAGE, "ru_stime")).isEqualTo(16);
        long before = ChildrenCpu.micros();
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done")
                .start()
                .onExit()
                .join();
        assertThat(ChildrenCpu.micros()).isGreaterThan(before);
    }

    private static long offset(MemoryLayout layout, String name) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(name));
    }
}
