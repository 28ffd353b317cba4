// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ProcessDescriptorsTest {
    private static final int ALL = 100_000;

    @TempDir private Path proc;
    private ProcessDescriptors descriptors;

    @BeforeEach
    void begin() {
        descriptors = new ProcessDescriptors(new ProcFs(proc));
    }

    @Test
    void shouldTellProcessesThatUseHalfOfTheirDescriptors() throws IOException {
        process(10, "20", "a", "b", "c");
        process(20, "4", "a", "b", "c");
        process(30, "unlimited", "a");
        descriptors.look(ALL);
        assertThat(descriptors.near()).isEqualTo(Map.of(20, new Descriptors(20, 3, 4)));
        Files.delete(proc.resolve("20/fd/0"));
        Files.delete(proc.resolve("20/fd/1"));
        descriptors.look(ALL);
        assertThat(descriptors.near()).isEmpty();
    }

    @Test
    void shouldFindASocketUnderTwoDescriptorsOfOneProcessOrOfTwo() throws IOException {
        process(10, "100", "", "", "", "socket:[71]", "socket:[72]", "socket:[71]");
        process(20, "100", "", "", "", "socket:[72]", "socket:[73]");
        descriptors.look(ALL);
        assertThat(descriptors.sharedSockets()).containsExactly(71, 72);
    }

    @Test
    void shouldForgetASocketOnceOneDescriptorIsClosed() throws IOException {
        process(10, "100", "", "", "", "socket:[71]", "socket:[71]");
        descriptors.look(ALL);
        Files.delete(proc.resolve("10/fd/3"));
        descriptors.look(ALL);
        assertThat(descriptors.sharedSockets()).isEmpty();
    }

    @Test
    void shouldTakeTheStandardDescriptorsAsOne() throws IOException {
        process(10, "100", "socket:[71]", "socket:[71]", "socket:[71]");
        descriptors.look(ALL);
        assertThat(descriptors.sharedSockets()).isEmpty();
    }

    @Test
    void shouldLookAtEveryProcessOverSeveralTurns() throws IOException {
        for (int pid = 1; pid <= 20; pid++) {
            process(pid, "4", "x", "y", "socket:[" + (500 + pid / 2) + "]");
        }
        descriptors.look(10);
        assertThat(descriptors.near()).hasSizeBetween(1, 3);
        for (int turn = 0; turn < 20; turn++) {
            descriptors.look(10);
        }
        assertThat(descriptors.near()).hasSize(20);
    }

    @Test
    void shouldLeaveOutWhatHasNoLimitsFile() throws IOException {
        Files.createDirectories(proc.resolve("77/fd"));
        Files.writeString(Files.createDirectories(proc.resolve("78")).resolve("limits"), "x\n");
        descriptors.look(ALL);
        assertThat(descriptors.near()).isEmpty();
        assertThatThrownBy(() -> ProcessDescriptors.limit("garbage"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Max open files");
    }

    private void process(int pid, String limit, String... links) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.writeString(
                proc.resolve(pid + "/limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             95000                95000                processes
                Max open files            %s                 1048576              files
                """
                        .formatted(limit));
        for (int number = 0; number < links.length; number++) {
            String target = links[number].isEmpty() ? "/dev/null" : links[number];
            Files.createSymbolicLink(directory.resolve("" + number), Path.of(target));
        }
    }
}
