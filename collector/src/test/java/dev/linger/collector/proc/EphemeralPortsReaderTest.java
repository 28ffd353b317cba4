// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;

class EphemeralPortsReaderTest {
    private static final long START_NANOS = -5_000;

    @TempDir private Path proc;
    private Path range;
    private EphemeralPortsReader reader;

    @BeforeEach
    void setUp() throws IOException {
        range =
                Files.createDirectories(proc.resolve("sys/net/ipv4"))
                        .resolve("ip_local_port_range");
        Files.writeString(range, "32768\t60999\n");
        reader = new EphemeralPortsReader(new ProcFs(proc));
    }

    @Test
    void shouldReadAtTheFirstCall() throws Exception {
        assertThat(reader.read(START_NANOS).usable(new BitSet())).isEqualTo(28_232);
    }

    @Test
    void shouldSeeAChangeWithinAMinute() throws Exception {
        reader.read(START_NANOS);
        Files.writeString(range, "40000\t40599\n");

        assertThat(reader.read(after(Duration.ofSeconds(59))).usable(new BitSet()))
                .isEqualTo(28_232);
        assertThat(reader.read(after(Duration.ofSeconds(60))).usable(new BitSet())).isEqualTo(600);
        assertThat(reader.latest().usable(new BitSet())).isEqualTo(600);
    }

    @Test
    void shouldTryAgainAtOnceWhereReadingFailed() throws Exception {
        Files.delete(range);
        assertThatThrownBy(() -> reader.read(START_NANOS)).isInstanceOf(NoSuchFileException.class);

        Files.writeString(range, "40000\t40599\n");

        assertThat(reader.read(START_NANOS + 1).usable(new BitSet())).isEqualTo(600);
    }

    private static long after(Duration time) {
        return START_NANOS + time.toNanos();
    }
}
