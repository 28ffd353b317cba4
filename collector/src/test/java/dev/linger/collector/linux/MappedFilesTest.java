// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.collector.linux.MappedFiles.Mapping;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class MappedFilesTest {
    private static final String SMAPS =
            """
            800000000-800100000 rw-p 00001000 fe:00 77   /opt/a.aot
            Rss:                1024 kB
            Anonymous:          1000 kB
            800100000-800300000 r--p 00101000 fe:00 77   /opt/a.aot
            Rss:                2048 kB
            Private_Dirty:         8 kB
            Anonymous:             0 kB
            VmFlags: rd mr mw me
            7f0000000000-7f0000100000 r--p 00000000 fe:00 78   /usr/lib/relocated.so
            Rss:                  16 kB
            Anonymous:             4 kB
            7f0000200000-7f0000300000 r-xp 00000000 fe:00 79   /usr/lib/with a blank.so
            Rss:                 100 kB
            Anonymous:             0 kB
            7f0000400000-7f0000500000 r--p 00000000 00:00 0
            Rss:                 100 kB
            Anonymous:             0 kB
            7f0000600000-7f0000700000 r--s 00000000 fe:00 80   /shared
            Rss:                 100 kB
            Anonymous:             0 kB
            7f0000800000-7f0000900000 r--p 00000000 fe:00 81   /untouched
            Rss:                   0 kB
            Anonymous:             0 kB
            """;

    @Test
    void shouldTakeOnlyPagesThatTheFileStillHolds() {
        assertThat(MappedFiles.parse(SMAPS.lines().toList()))
                .containsExactly(
                        new Mapping(0x800100000L, 0x200000, 2048 << 10),
                        new Mapping(0x7f0000200000L, 0x100000, 100 << 10));
    }

    @Test
    void shouldFindNothingInAnEmptyFile() {
        assertThat(MappedFiles.parse(List.of())).isEmpty();
    }

    @Test
    void shouldGoOnRunningAfterPagesWereGivenBack() throws IOException {
        assertThat(MappedFiles.release()).as("bytes of this JVM's own libraries").isPositive();
        assertThat(MappedFiles.release()).as("what came back by then").isPositive();
    }
}
