// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import dev.linger.cli.embedded.PostgresServer;
import dev.linger.cli.embedded.TemporaryPostgres;
import dev.linger.lab.bench.Bench;
import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.bench.HistoryLoad;
import dev.linger.storage.bench.HistoryQueries;
import dev.linger.storage.bench.HistoryQueries.Times;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How much room history takes and how fast it answers, on a PostgreSQL of its own in a temporary
 * directory: fresh rows against packed hours of the same minutes.
 */
public final class HistoryBenchmark implements Bench {
    /** Days that stay rows; two more are written and packed, the others are copies of these. */
    private static final int FRESH_DAYS = 3;

    private static final int PACKED_DAYS = 2;
    private static final int QUESTIONS_FOR_A_RUN = 10;

    private static final List<String> SERVER =
            List.of(
                    "shared_buffers=2GB",
                    "max_wal_size=8GB",
                    "checkpoint_timeout=1h",
                    "work_mem=32MB",
                    "jit=off",
                    "autovacuum=off");

    private final int services;
    private final int days;
    private final List<BenchCase> cases = new ArrayList<>();

    /** History of that many services and days. */
    public HistoryBenchmark(int services, int days) {
        this.services = services;
        this.days = Math.max(days, FRESH_DAYS + PACKED_DAYS);
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
        try (TemporaryPostgres postgres = TemporaryPostgres.start(SERVER);
                Database database =
                        Database.open(
                                new DatabaseConfig(
                                        postgres.server().jdbcUrl(), PostgresServer.USER, "", 2))) {
            database.migrate();
            HistoryLoad load = new HistoryLoad(database.dataSource(), services);
            fill(load, progress);
            measure(
                    load,
                    new HistoryQueries(database.dataSource(), services),
                    runs * QUESTIONS_FOR_A_RUN,
                    progress);
            return List.copyOf(cases);
        }
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
    }

    private void measure(
            HistoryLoad load, HistoryQueries queries, int times, Consumer<String> progress)
            throws SQLException {
        int old = FRESH_DAYS + PACKED_DAYS;
        load.settle();
        double fresh = load.bytes("service\\_minute\\_fresh\\_%") / (double) old;
        progress.accept("asking fresh rows");
        Times freshDay = queries.minutes(HistoryLoad.day(old), HistoryLoad.day(old - 1), times);
        progress.accept("packing");
        double packRate = load.pack(FRESH_DAYS);
        load.settle();
        double packed = load.bytes("service\\_minute\\_packed") / (double) PACKED_DAYS;
        size(fresh, packed, packRate);
        progress.accept("copying packed days");
        for (int before = old + 1; before <= days; before++) {
            load.copy(before - PACKED_DAYS, before);
        }
        load.settle();
        progress.accept("asking");
        Times packedDay = queries.minutes(HistoryLoad.day(old), HistoryLoad.day(old - 1), times);
        cases.add(
                answer("one packed day of a service, 8 columns", packedDay, times, 10)
                        .peer(
                                "the same day as rows",
                                freshDay.p95Millis(),
                                packedDay.p50Millis() / freshDay.p50Millis(),
                                Bounds.atMost(2)));
        questions(queries, times);
    }

    private void questions(HistoryQueries queries, int times) throws SQLException {
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

    private void size(double fresh, double packed, double packRate) {
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
        cases.add(BenchCase.of("packing", "rows/s, more is better", packRate, 1));
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
