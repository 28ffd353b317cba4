// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import dev.linger.cli.embedded.PostgresServer;
import dev.linger.cli.embedded.TemporaryPostgres;
import dev.linger.lab.bench.Bench;
import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.model.part.PartFailedException;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.backfill.ImportFailedException;
import dev.linger.storage.bench.HistoryLoad;
import dev.linger.storage.bench.HistoryQueries;
import dev.linger.storage.bench.HistoryQueries.Times;
import dev.linger.storage.bench.ImportedHistory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How much room history takes and how fast it answers, on a PostgreSQL of its own: fresh rows
 * against packed hours. Loading takes much longer than asking; kept in a directory, it is loaded
 * once.
 */
public final class HistoryBenchmark implements Bench {
    /** Days that stay rows; two more are written and packed, the others are copies of these. */
    private static final int FRESH_DAYS = 3;

    private static final int PACKED_DAYS = 2;
    private static final int QUESTIONS_FOR_A_RUN = 10;
    private static final int WARM_UPS = 60;

    private static final List<String> SERVER =
            List.of(
                    "shared_buffers=2GB",
                    "max_wal_size=8GB",
                    "checkpoint_timeout=1h",
                    "work_mem=32MB",
                    "jit=off",
                    "autovacuum=off");

    /** What is in a directory that was kept. */
    private static final String LOADED = "history.loaded";

    private final int services;
    private final int days;
    private final @Nullable Path kept;
    private final boolean imported;
    private final List<BenchCase> cases = new ArrayList<>();

    /**
     * History of that many services and days.
     *
     * @param kept where it is kept, and found again the next time; null for a temporary directory
     * @param imported whether every day is loaded by the import, which takes an hour for 30 days of
     *     1,000 services, instead of copying packed days
     */
    public HistoryBenchmark(int services, int days, @Nullable Path kept, boolean imported) {
        this.services = services;
        this.days = Math.max(days, FRESH_DAYS + PACKED_DAYS);
        this.kept = kept;
        this.imported = imported;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String title() {
        return "bytes per number and answers in ms of fresh and packed history (--services, --days)";
    }

    @Override
    public List<BenchCase> run(int runs, Consumer<String> progress) throws Exception {
        progress.accept("starting a PostgreSQL with fsync and synchronous_commit on");
        try (TemporaryPostgres postgres =
                        kept == null
                                ? TemporaryPostgres.start(SERVER)
                                : TemporaryPostgres.keptIn(kept, SERVER);
                Database database = Database.open(config(postgres.server().jdbcUrl()));
                Database asked = Database.openToAsk(config(postgres.server().jdbcUrl()))) {
            database.migrate();
            HistoryLoad load = new HistoryLoad(database.dataSource(), services);
            if (!isLoaded()) {
                if (imported) {
                    importAll(load, database, progress);
                } else {
                    fill(load, progress);
                }
                load.settle();
                markLoaded();
            }
            sizes(load);
            progress.accept("asking");
            questions(new HistoryQueries(asked.dataSource(), services), runs * QUESTIONS_FOR_A_RUN);
            askAsBehindAPooler(postgres.server().jdbcUrl(), runs * QUESTIONS_FOR_A_RUN);
            return List.copyOf(cases);
        }
    }

    /** The same questions, not prepared: planned each time, and answered as text. */
    private void askAsBehindAPooler(String jdbcUrl, int times) throws SQLException {
        String notPrepared = jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "prepareThreshold=0";
        try (Database database = Database.openToAsk(config(notPrepared))) {
            HistoryQueries queries = new HistoryQueries(database.dataSource(), services);
            String how = ", without prepared statements";
            Instant newest = HistoryLoad.day(1);
            Times day = queries.minutes(newest, HistoryLoad.END, times);
            cases.add(answer("one service, newest 24 h, 8 columns" + how, day, times, null));
            Times dashboard = queries.dashboard(newest, times);
            cases.add(answer("the same as the dashboard asks" + how, dashboard, times, null));
            Times packed = queries.minutes(HistoryLoad.day(5), HistoryLoad.day(4), times);
            cases.add(answer("one packed day of a service" + how, packed, times, null));
            Times week = queries.minutes(HistoryLoad.day(7), HistoryLoad.END, times);
            cases.add(answer("one service, newest 7 d, 8 columns" + how, week, times, null));
            Times month = queries.hours(HistoryLoad.day(30), HistoryLoad.END, times);
            cases.add(answer("one service, 30 d by the hour" + how, month, times, null));
            Times top = queries.top(newest, HistoryLoad.END, times);
            cases.add(answer("20 services with the most TIME_WAIT" + how, top, times, null));
        }
    }

    private static DatabaseConfig config(String jdbcUrl) {
        return new DatabaseConfig(jdbcUrl, PostgresServer.USER, "", 2);
    }

    /** Whether the directory holds this history, from the run before. */
    private boolean isLoaded() throws IOException {
        if (kept == null || !Files.exists(kept.resolve(LOADED))) {
            return false;
        }
        String held = Files.readString(kept.resolve(LOADED));
        if (!held.equals(contents())) {
            throw new PartFailedException(
                    kept + " holds " + held + ", not " + contents() + "; name another directory",
                    null);
        }
        return true;
    }

    private String contents() {
        return services + " services and " + days + " days";
    }

    private void fill(HistoryLoad load, Consumer<String> progress) throws SQLException {
        double slowest = Double.MAX_VALUE;
        for (int before = FRESH_DAYS + PACKED_DAYS; before >= 1; before--) {
            double rate = load.load(before);
            slowest = Math.min(slowest, rate);
            progress.accept(
                    String.format(Locale.ROOT, "wrote %s, %,.0f/s", HistoryLoad.day(before), rate));
        }
        cases.add(
                BenchCase.of(
                        "minutes written, the slowest day",
                        "minutes/s, more is better",
                        slowest,
                        FRESH_DAYS + PACKED_DAYS));
        progress.accept("packing");
        cases.add(BenchCase.of("packing", "rows/s, more is better", load.pack(FRESH_DAYS), 1));
        progress.accept("copying packed days");
        for (int before = FRESH_DAYS + PACKED_DAYS + 1; before <= days; before++) {
            load.copy(before - PACKED_DAYS, before);
        }
    }

    private void importAll(HistoryLoad load, Database database, Consumer<String> progress)
            throws SQLException, IOException, ImportFailedException, InterruptedException {
        ImportedHistory history = new ImportedHistory(database.dataSource(), services, FRESH_DAYS);
        history.catchUp();
        DoubleSummaryStatistics minutesPerSecond = new DoubleSummaryStatistics();
        for (int before = days; before >= 1; before--) {
            if (history.has(before)) {
                progress.accept(HistoryLoad.day(before) + " is there");
                continue;
            }
            load.settle();
            ImportedHistory.Day day = history.load(before);
            minutesPerSecond.accept(day.minutesPerSecond());
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "imported %s, %,d bytes of zstd, %,.0f minutes/s",
                            HistoryLoad.day(before),
                            day.fileBytes(),
                            day.minutesPerSecond()));
        }
        if (minutesPerSecond.getCount() > 0) {
            cases.add(
                    BenchCase.of(
                            "minutes imported with their hours, days packed, the slowest day",
                            "minutes/s, more is better",
                            minutesPerSecond.getMin(),
                            (int) minutesPerSecond.getCount()));
        }
    }

    private void markLoaded() throws IOException {
        if (kept != null) {
            Files.writeString(kept.resolve(LOADED), contents());
        }
    }

    private void sizes(HistoryLoad load) throws SQLException {
        double fresh = load.bytes("service\\_minute\\_fresh\\_%") / (double) FRESH_DAYS;
        double packed = load.bytes("service\\_minute\\_packed") / (double) (days - FRESH_DAYS);
        double numbers = (double) services * 1440 * HistoryLoad.NUMBERS_OF_A_ROW;
        String unit = "bytes per number with indexes, less is better";
        cases.add(
                BenchCase.of("fresh rows", unit, fresh / numbers, 1)
                        .limit("wanted", 8, fresh / numbers / 8, Bounds.atMost(1)));
        cases.add(
                BenchCase.of("packed hours", unit, packed / numbers, 1)
                        .limit("wanted", 2.5, packed / numbers / 2.5, Bounds.atMost(1)));
        cases.add(
                BenchCase.of(
                        "a year of 1,000 services by the minute, packed",
                        "GB",
                        packed / services * 1000 * 365 / 1e9,
                        1));
    }

    private void questions(HistoryQueries queries, int times) throws SQLException {
        // This program's part of an answer, reading the rows, is compiled by then.
        queries.minutes(HistoryLoad.day(7), HistoryLoad.END, WARM_UPS);
        Times fresh = queries.minutes(HistoryLoad.day(2), HistoryLoad.day(1), times);
        Times packed = queries.minutes(HistoryLoad.day(5), HistoryLoad.day(4), times);
        cases.add(
                answer("one packed day of a service, 8 columns", packed, times, 10)
                        .peer(
                                "a day as rows",
                                fresh.p95Millis(),
                                packed.p50Millis() / fresh.p50Millis(),
                                Bounds.atMost(2)));
        cases.add(
                answer(
                        "one service, newest 24 h, 8 columns",
                        queries.minutes(HistoryLoad.day(1), HistoryLoad.END, times),
                        times,
                        10));
        cases.add(
                answer(
                        "one service, newest 24 h, as the dashboard asks",
                        queries.dashboard(HistoryLoad.day(1), times),
                        times,
                        null));
        cases.add(
                answer(
                        "one service, newest 7 d, 8 columns, most of it packed",
                        queries.minutes(HistoryLoad.day(7), HistoryLoad.END, times),
                        times,
                        40));
        cases.add(
                answer(
                        "one service, 30 d by the hour",
                        queries.hours(HistoryLoad.day(30), HistoryLoad.END, times),
                        times,
                        10));
        cases.add(
                answer(
                        "20 services with the most TIME_WAIT in 24 h",
                        queries.top(HistoryLoad.day(1), HistoryLoad.END, times),
                        times,
                        15));
        cases.add(
                answer(
                        "the fleet, 7 d by the hour",
                        queries.fleet(HistoryLoad.day(7), HistoryLoad.END, times),
                        times,
                        100));
    }

    private static BenchCase answer(String name, Times times, int runs, @Nullable Integer most) {
        BenchCase one =
                BenchCase.of(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d rows, p95 (p50 is %.2f)",
                                name,
                                times.rows(),
                                times.p50Millis()),
                        "ms, less is better",
                        times.p95Millis(),
                        runs);
        return most == null
                ? one
                : one.limit("wanted", most, times.p95Millis() / most, Bounds.atMost(1));
    }
}
