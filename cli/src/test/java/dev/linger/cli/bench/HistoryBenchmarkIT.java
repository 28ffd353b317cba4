// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.lab.bench.BenchCase;
import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class HistoryBenchmarkIT {
    @TempDir private Path directory;

    @Test
    void shouldLoadOnceAndAskWhatIsKept() throws Exception {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();

        List<BenchCase> loaded = new HistoryBenchmark(2, 6, directory, false).run(1, first::add);
        List<BenchCase> kept = new HistoryBenchmark(2, 6, directory, false).run(1, second::add);

        assertThat(first).anyMatch(line -> line.startsWith("wrote "));
        assertThat(second).noneMatch(line -> line.startsWith("wrote "));
        assertThat(kept).as("all but the two speeds of loading").hasSize(loaded.size() - 2);
        assertThatThrownBy(() -> new HistoryBenchmark(3, 6, directory, false).run(1, second::add))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("holds 2 services and 6 days, not 3 services and 6 days");
    }

    @Test
    void shouldLoadEveryDayByTheImport() throws Exception {
        List<String> lines = new ArrayList<>();

        List<BenchCase> cases = new HistoryBenchmark(2, 6, null, true).run(1, lines::add);

        assertThat(lines).filteredOn(line -> line.startsWith("imported ")).hasSize(6);
        assertThat(cases)
                .extracting(BenchCase::name)
                .anyMatch(name -> name.startsWith("one service, newest 7 d, 8 columns, most"))
                .anyMatch(name -> name.contains("8,640 rows"));
    }
}
