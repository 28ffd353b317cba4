// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;
import dev.linger.storage.sink.Sink;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.upkeep.Upkeep;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;

/** The sink: brings the schema up to date, then writes what the topics bring. */
public final class SinkPart implements Part {
    private final StorageConfig config;
    private final InstantSource clock;
    private final Upkeep upkeep = new Upkeep();
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
            DayPartitions days = DayPartitions.ofAll();
            makePartitionsAhead(opened, days);
            sink = Sink.start(config, opened.dataSource(), days, clock);
            upkeep.start(
                    opened.dataSource(), days, config.retention(), config.packAfterDays(), clock);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void makePartitionsAhead(Database opened, DayPartitions days) {
        try {
            Upkeep.makePartitionsAhead(opened.dataSource(), days, clock);
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
        if (running == null) {
            return new Health(false, "not started", Map.of());
        }
        Health writing = running.health();
        String trouble = upkeep.trouble();
        return trouble == null || !writing.healthy()
                ? writing
                : new Health(false, trouble, writing.details());
    }

    @Override
    public synchronized void close() {
        upkeep.close();
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
