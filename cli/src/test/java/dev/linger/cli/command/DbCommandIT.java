// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.cli.embedded.LoopbackPort;
import dev.linger.cli.embedded.PostgresServer;
import dev.linger.model.topic.Topics;
import dev.linger.storage.bench.SyntheticMinutes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

class DbCommandIT {
    private record Outcome(int status, String out, String err) {}

    @TempDir private Path home;
    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                PostgresServer.start(
                        home.resolve("postgresql"),
                        Files.createDirectories(home.resolve("log")),
                        LoopbackPort.claim(0, "PostgreSQL", "--postgres-port"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldMigrateOnceAndShowWhatIsThere() throws SQLException {
        assertThat(db("status").out())
                .contains("server   PostgreSQL 18", "not up to date; run linger db migrate");

        assertThat(db("migrate").out().lines())
                .first()
                .isEqualTo("applied 1 minutes findings forecasts");
        assertThat(db("migrate").out()).startsWith("nothing to do");
        assertThat(db("status").out())
                .contains("table    service_minute", "newest   minute none yet")
                .doesNotContain("not up to date");
    }

    @Test
    void shouldShowAndDropTheDaysThatAreOver() throws SQLException {
        db("migrate");
        execute("select ensure_day_partition('service_minute_fresh', date '2020-01-01')");

        Outcome shown = db("retention");
        Outcome dropped = db("retention", "--apply");

        assertThat(shown.out())
                .startsWith("kept until 2021-02-05T00:00:00Z  service_minute_fresh_20200101");
        assertThat(dropped.out()).startsWith("dropped").contains("service_minute_fresh_20200101");
        assertThat(db("retention").out()).isEqualToIgnoringNewLines("no partition yet");
    }

    @Test
    void shouldImportAFileOnceAndSayWhatItRefused() throws IOException {
        Path file = home.resolve("minutes.ndjson");
        Instant minute = InstantSource.system().instant().truncatedTo(ChronoUnit.MINUTES);
        Files.write(
                file,
                List.of(
                        new String(
                                Topics.SERVICE_MINUTES
                                        .codec()
                                        .encode(SyntheticMinutes.of(1, minute, 2)),
                                StandardCharsets.UTF_8),
                        "{}"));

        Outcome first = db("import", file.toString());
        Outcome second = db("import", file.toString());

        assertThat(first.out())
                .startsWith("minutes.ndjson: imported; 1 minutes written, 1 lines refused (select")
                .contains("import:minutes.ndjson#");
        assertThat(first.status()).isEqualTo(ExitStatus.COULD_NOT);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(db("import", "--again", file.toString()).out()).isEqualTo(first.out());
        assertThat(db("import", home.resolve("absent").toString()).err())
                .contains("absent cannot be read");
    }

    @Test
    void shouldSayWhatToCheckWhereNoServerAnswers() {
        server.close();

        Outcome outcome = db("status");

        assertThat(outcome.status()).isEqualTo(ExitStatus.COULD_NOT);
        assertThat(outcome.err()).contains("Connection refused", "check storage.jdbc-url");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Outcome db(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                LingerCommand.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        List<String> all =
                Stream.of(
                                List.of("db"),
                                List.of(arguments),
                                List.of("--set", "storage.jdbc-url=" + plainUrl()),
                                List.of("--set", "storage.user=" + PostgresServer.USER))
                        .flatMap(List::stream)
                        .toList();
        int status = line.execute(all.toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }

    private String plainUrl() {
        return server.jdbcUrl().replaceFirst("\\?.*", "");
    }
}
