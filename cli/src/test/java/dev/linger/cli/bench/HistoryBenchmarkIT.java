// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.cli.embedded.PostgresServer;
import dev.linger.cli.embedded.TemporaryPostgres;
import dev.linger.lab.bench.BenchCase;
import dev.linger.model.part.PartFailedException;
import dev.linger.storage.bench.HistoryLoad;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
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

    @Test
    void shouldCatchUpWithAnImportThatWasStoppedBeforeItsHours() throws Exception {
        List<String> lines = new ArrayList<>();
        new HistoryBenchmark(2, 6, directory, true).run(1, line -> {});
        Files.delete(directory.resolve("history.loaded"));
        leaveHoursOfTheNewestDayPending();

        List<BenchCase> cases = new HistoryBenchmark(2, 6, directory, true).run(1, lines::add);

        assertThat(lines).filteredOn(line -> line.endsWith(" is there")).hasSize(6);
        assertThat(cases)
                .extracting(BenchCase::name)
                .noneMatch(name -> name.startsWith("minutes imported"))
                .anyMatch(name -> name.startsWith("one service, 30 d by the hour: 144 rows"));
    }

    private void leaveHoursOfTheNewestDayPending() throws SQLException {
        try (TemporaryPostgres postgres = TemporaryPostgres.keptIn(directory, List.of());
                Connection connection =
                        DriverManager.getConnection(
                                postgres.server().jdbcUrl(), PostgresServer.USER, "");
                PreparedStatement undo =
                        connection.prepareStatement(
                                """
                                with undone as (
                                     delete from service_hour where hour >= ? returning hour, service)
                                insert into rollup_mark (hour, service)
                                select hour, service from undone
                                """)) {
            undo.setObject(1, HistoryLoad.day(1).atOffset(ZoneOffset.UTC));
            assertThat(undo.executeUpdate()).as("hours of two services").isEqualTo(48);
        }
    }
}
