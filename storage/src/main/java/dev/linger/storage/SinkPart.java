// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;
import dev.linger.storage.sink.Sink;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.MinuteTables;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;

/** The sink: brings the schema up to date, then writes what the topics bring. */
public final class SinkPart implements Part {
    private static final int DAYS_AHEAD = 2;

    private final StorageConfig config;
    private final InstantSource clock;
    private @Nullable Database database;
    private volatile @Nullable Sink sink;

    /** A sink on the machine's clock. */
    public SinkPart(StorageConfig config) {
        this(config, InstantSource.system());
    }

    /** A sink on a clock of its own. */
    public SinkPart(StorageConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public synchronized void start() {
        Database opened = Database.open(config.database());
        database = opened;
        try {
            opened.migrate();
            DayPartitions days = new DayPartitions(MinuteTables.partitioned());
            makePartitionsAhead(opened, days);
            sink = Sink.start(config, opened.dataSource(), days, clock);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void makePartitionsAhead(Database opened, DayPartitions days) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (Connection connection = opened.dataSource().getConnection()) {
            days.ensure(
                    connection,
                    Stream.iterate(today, day -> day.plusDays(1)).limit(1 + DAYS_AHEAD).toList());
        } catch (SQLException e) {
            throw new PartFailedException(
                    "cannot make the daily partitions as "
                            + config.database().user()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public Health health() {
        Sink running = sink;
        return running == null ? new Health(false, "not started", Map.of()) : running.health();
    }

    @Override
    public synchronized void close() {
        Sink running = sink;
        if (running != null) {
            running.close();
        }
        Database opened = database;
        if (opened != null) {
            opened.close();
        }
    }
}
