// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.upkeep.Rollups;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

class HistoryImportTest {
    private static final Instant NOW = Minutes.MINUTE;
    private static final List<String> EVERYTHING =
            List.of(
                    "select * from service_minute order by minute, service",
                    "select * from endpoint_minute order by minute, service, side, endpoint",
                    "select * from listener_minute order by minute, service, endpoint",
                    "select * from service_hour order by hour, service",
                    "select * from service_day order by day, service");

    private static final HistoryImport.Listener NOBODY = onMove(() -> {});

    private static final HistoryImport.Listener STOPPED_AT_UPKEEP =
            new HistoryImport.Listener() {
                @Override
                public void moved(Progress progress, long bytesRead) {}

                @Override
                public void upkeep() {
                    throw new CancellationException("stopped");
                }
            };

    @TempDir private Path directory;
    private final Database database = PostgresServer.migratedDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldWriteWhatTheSinkWouldWrite() throws Exception {
        List<ServiceMinute> minutes = minutes(300);

        Progress done = run(file("a.ndjson", lines(minutes)), () -> false);

        assertThat(done.finished()).isTrue();
        assertThat(done.minutes()).isEqualTo(300);
        try (Database expected = PostgresServer.migratedDatabase()) {
            History.write(expected, minutes);
            new Rollups(expected.dataSource()).catchUp();
            for (String question : EVERYTHING) {
                assertThat(sql(question)).isEqualTo(Sql.rows(expected, question));
            }
        }
        assertThat(sql("select count(*) > 0 from service_minute_packed")).containsExactly("t");
    }

    @Test
    void shouldReadGzipAndZstdAndAStream() throws Exception {
        String lines = lines(minutes(10));
        Path gzip = directory.resolve("a.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        Path zstd = directory.resolve("a.zst");
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zstd))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(run(ImportFile.of(gzip), () -> false).minutes()).isEqualTo(10);
        assertThat(run(ImportFile.of(zstd), () -> false).minutes()).isEqualTo(10);
        assertThat(
                        run(
                                        ImportFile.of(
                                                "-",
                                                new ByteArrayInputStream(
                                                        lines.getBytes(StandardCharsets.UTF_8)),
                                                NOW),
                                        () -> false)
                                .minutes())
                .isEqualTo(10);
        assertThat(sql("select count(*) from service_minute")).containsExactly("10");
    }

    @Test
    void shouldGoOnWhereItWasStopped() throws Exception {
        ImportFile file = file("a.ndjson", lines(minutes(95)));

        Progress stopped = run(file, stopAfter(3));
        assertThat(stopped.finished()).isFalse();
        assertThat(stopped.minutes()).isBetween(20L, 40L);
        assertThat(sql("select count(*) from service_minute"))
                .containsExactly(String.valueOf(stopped.minutes()));

        AtomicInteger transactions = new AtomicInteger();
        Progress done = importer(() -> false).run(file, onMove(transactions::incrementAndGet));

        assertThat(done.finished()).isTrue();
        assertThat(done.minutes()).isEqualTo(95);
        assertThat(transactions.get()).isLessThan(8);
        assertThat(sql("select count(*) from service_minute")).containsExactly("95");
    }

    @Test
    void shouldChangeNothingTheSecondTime() throws Exception {
        ImportFile file = file("a.ndjson", lines(minutes(50)));
        run(file, () -> false);
        List<String> before = sql("select * from service_minute order by minute, service");

        assertThat(run(file, () -> false).finished()).isTrue();
        importer(() -> false).forget(file);
        assertThat(run(file, () -> false).minutes()).isEqualTo(50);

        assertThat(sql("select * from service_minute order by minute, service")).isEqualTo(before);
        assertThat(sql("select sum(minutes) from service_hour")).containsExactly("50");
    }

    @Test
    void shouldCatchUpAfterAStopBetweenTheLastLineAndItsHours() throws Exception {
        ImportFile file = file("a.ndjson", lines(minutes(50)));
        assertThatThrownBy(() -> importer(() -> false).run(file, STOPPED_AT_UPKEEP))
                .isInstanceOf(CancellationException.class);
        assertThat(sql("select count(*) from service_hour")).containsExactly("0");

        assertThat(run(file, () -> false).minutes()).isEqualTo(50);

        assertThat(sql("select sum(minutes) from service_hour")).containsExactly("50");
        assertThat(sql("select count(*) > 0 from service_minute_packed")).containsExactly("t");
    }

    @Test
    void shouldKeepLinesThatItCannotUseWithTheirNumberAndTheReason() throws Exception {
        List<ServiceMinute> good = minutes(3);
        String lines =
                String.join(
                        "\n",
                        json(good.get(0)),
                        "not json",
                        "",
                        json(good.get(1)).replace("\"hosts\":3", "\"hosts\":-3"),
                        json(Minutes.of("old", Instant.EPOCH, true)),
                        json(Minutes.of("large", NOW, true, 3_000_000_000L)),
                        json(good.get(2)));

        Progress done = run(file("b.ndjson", lines), () -> false);

        assertThat(done.finished()).isTrue();
        assertThat(done.minutes()).isEqualTo(2);
        assertThat(done.refused()).isEqualTo(4);
        assertThat(
                        sql(
                                "select kafka_offset, reason, detail from dead_letter where topic like 'import:b.ndjson#%' order by 1"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("2|NOT_JSON|"),
                        line -> assertThat(line).startsWith("4|INVALID_VALUE|").contains("hosts"),
                        line -> assertThat(line).startsWith("5|TIMESTAMP_OUT_OF_RANGE|"),
                        line ->
                                assertThat(line)
                                        .startsWith("6|REFUSED_BY_DATABASE|")
                                        .contains("3000000000"));
        assertThat(sql("select service from service_minute order by minute")).hasSize(2);
    }

    @Test
    void shouldWriteOnWhereAPartitionWasDroppedInBetween() throws Exception {
        List<ServiceMinute> minutes = minutes(3);

        Progress done =
                importer(() -> false, 1)
                        .run(file("a.ndjson", lines(minutes)), onMove(this::dropPartitions));

        assertThat(done.minutes()).isEqualTo(3);
        assertThat(done.refused()).isZero();
        assertThat(sql("select * from dead_letter")).isEmpty();
    }

    @Test
    void shouldTryAgainWhereAnotherWriterWasInTheWay() throws Exception {
        refuseWith("40001", "nextval('refusals') <= 3");

        assertThat(run(file("a.ndjson", lines(minutes(5))), () -> false).minutes()).isEqualTo(5);
    }

    @Test
    void shouldGiveUpWhereAnotherWriterStaysInTheWay() throws Exception {
        refuseWith("40P01", "true");

        assertThatThrownBy(() -> run(file("a.ndjson", lines(minutes(5))), () -> false))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40P01"));
        assertThat(sql("select * from dead_letter")).isEmpty();
    }

    @Test
    void shouldSayWhichFileItCannotRead() throws Exception {
        Path broken = directory.resolve("broken.gz");
        byte[] bytes = Files.readAllBytes(gzipped(lines(minutes(20))));
        Files.write(broken, Arrays.copyOf(bytes, bytes.length - 40));

        assertThatThrownBy(() -> run(ImportFile.of(broken), () -> false))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("cannot read broken.gz");
    }

    private void refuseWith(String sqlState, String condition) throws SQLException {
        sql("create sequence refusals");
        sql(
                """
                create function refuse() returns trigger language plpgsql as
                $$ begin if %s then raise exception 'refused' using errcode = '%s'; end if; return null; end $$
                """
                        .formatted(condition, sqlState));
        sql(
                "create trigger refuse after insert on service_minute_fresh for each statement execute function refuse()");
    }

    private Path gzipped(String lines) throws IOException {
        Path gzip = directory.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        return gzip;
    }

    /** Two services by turns, an hour and a half of six days ago and some of now. */
    private static List<ServiceMinute> minutes(int count) {
        List<ServiceMinute> minutes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant minute =
                    (i % 10 == 9 ? NOW : NOW.minus(Duration.ofDays(6))).minusSeconds(60L * (i / 2));
            minutes.add(Minutes.of("service-" + i % 2, minute, true, i, "10.0.0.2:9000"));
        }
        return minutes;
    }

    private static String lines(List<ServiceMinute> minutes) {
        StringBuilder lines = new StringBuilder();
        minutes.forEach(minute -> lines.append(json(minute)).append('\n'));
        return lines.toString();
    }

    private static String json(ServiceMinute minute) {
        return new String(Topics.SERVICE_MINUTES.codec().encode(minute), StandardCharsets.UTF_8);
    }

    private ImportFile file(String name, String lines) throws IOException {
        return ImportFile.of(Files.writeString(directory.resolve(name), lines));
    }

    /** Says stop when asked for the {@code n}th time. */
    private static BooleanSupplier stopAfter(int n) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > n;
    }

    private Progress run(ImportFile file, BooleanSupplier stop)
            throws SQLException, ImportFailedException, InterruptedException {
        return importer(stop).run(file, NOBODY);
    }

    private HistoryImport importer(BooleanSupplier stop) {
        return importer(stop, 30);
    }

    private HistoryImport importer(BooleanSupplier stop, int rowsAtATime) {
        return new HistoryImport(
                database.dataSource(),
                new HistoryImport.Options(
                        rowsAtATime, Duration.ofDays(400), Duration.ofHours(1), 3, 100),
                InstantSource.fixed(NOW),
                stop);
    }

    private void dropPartitions() {
        try {
            sql(
                    "drop table if exists service_minute_fresh_20261115, service_minute_fresh_20261121");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HistoryImport.Listener onMove(Runnable moved) {
        return new HistoryImport.Listener() {
            @Override
            public void moved(Progress progress, long bytesRead) {
                moved.run();
            }

            @Override
            public void upkeep() {}
        };
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
