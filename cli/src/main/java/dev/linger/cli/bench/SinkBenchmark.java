// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench;

import dev.linger.cli.embedded.PostgresServer;
import dev.linger.cli.embedded.TemporaryPostgres;
import dev.linger.lab.bench.Bench;
import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.lab.bench.InterleavedRuns;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.bench.SinkBench;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * How fast the sink writes durably, on a PostgreSQL of its own in a temporary directory: against
 * plain COPY of the same rows into the same tables, and against INSERT in JDBC batches.
 */
public final class SinkBenchmark implements Bench {
    private static final int WARM_UPS = 2;
    private static final String NEW = "new minutes";
    private static final String REPLACING = "minutes that replace what is there";
    private static final String COPY = "plain COPY of the same rows into the same tables";
    private static final String INSERT =
            "INSERT ... ON CONFLICT DO UPDATE in JDBC batches, reWriteBatchedInserts on";

    /** A server for a fleet, not the one for a laptop that {@code linger up} starts. */
    private static final List<String> SERVER =
            List.of("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=1h");

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public String title() {
        return "durable rows per second of the sink against plain COPY and JDBC batches";
    }

    @Override
    public List<BenchCase> run(int runs, Consumer<String> progress) throws Exception {
        progress.accept("starting a PostgreSQL with fsync and synchronous_commit on");
        try (TemporaryPostgres postgres = TemporaryPostgres.start(SERVER);
                Database schema = Database.open(config(postgres.server(), 2));
                Database database = Database.open(config(postgres.server(), 1))) {
            schema.migrate();
            return measure(new SinkBench(database.dataSource()), runs, progress);
        }
    }

    private static DatabaseConfig config(PostgresServer server, int connections) {
        return new DatabaseConfig(
                server.jdbcUrl() + "&reWriteBatchedInserts=true",
                PostgresServer.USER,
                "",
                connections);
    }

    private static List<BenchCase> measure(SinkBench bench, int runs, Consumer<String> progress)
            throws Exception {
        progress.accept("writing in turn");
        InterleavedRuns speed =
                new InterleavedRuns()
                        .add(NEW, () -> bench.upsert().rowsPerSecond())
                        .add(REPLACING, () -> bench.replace().rowsPerSecond())
                        .add(COPY, () -> bench.copy().rowsPerSecond())
                        .add(INSERT, () -> bench.insert().rowsPerSecond())
                        .run(WARM_UPS, runs);
        progress.accept("writing once more, for the server's CPU");
        InterleavedRuns cpu =
                new InterleavedRuns()
                        .add(NEW, () -> bench.upsert().backendMicrosPerRow())
                        .add(REPLACING, () -> bench.replace().backendMicrosPerRow())
                        .add(COPY, () -> bench.copy().backendMicrosPerRow())
                        .add(INSERT, () -> bench.insert().backendMicrosPerRow())
                        .run(0, Math.ceilDiv(runs, 3));
        return List.of(
                against(NEW, "rows/s, more is better", speed, Bounds.atLeast(0.55), runs),
                against(REPLACING, "rows/s, more is better", speed, Bounds.atLeast(0.55), runs),
                against(
                        NEW + ": CPU of the server's process",
                        NEW,
                        "us per row, less is better",
                        cpu,
                        null,
                        Math.ceilDiv(runs, 3)),
                against(
                        REPLACING + ": CPU of the server's process",
                        REPLACING,
                        "us per row, less is better",
                        cpu,
                        null,
                        Math.ceilDiv(runs, 3)),
                BenchCase.of(
                        "fleets of 10,000 hosts that one connection carries",
                        "fleets of 25,000 rows a minute, more is better",
                        speed.median(NEW) / SinkBench.FLEET_ROWS_PER_SECOND,
                        runs));
    }

    private static BenchCase against(
            String ours, String unit, InterleavedRuns figures, @Nullable Bounds wanted, int runs) {
        return against(ours, ours, unit, figures, wanted, runs);
    }

    private static BenchCase against(
            String name,
            String ours,
            String unit,
            InterleavedRuns figures,
            @Nullable Bounds wanted,
            int runs) {
        return BenchCase.of(name, unit, figures.median(ours), runs)
                .limit(COPY, figures.median(COPY), figures.medianRatio(ours, COPY), wanted)
                .peer(INSERT, figures.median(INSERT), figures.medianRatio(ours, INSERT), null);
    }
}
