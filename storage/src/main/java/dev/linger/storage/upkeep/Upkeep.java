// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import dev.linger.storage.packed.Packing;
import dev.linger.storage.table.DayPartitions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** Rollups every few seconds; partitions ahead, packing and retention every hour. */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration ROLLUP_PAUSE = Duration.ofSeconds(5);
    private static final Duration RETENTION_PAUSE = Duration.ofHours(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);
    private static final int DAYS_AHEAD = 2;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("linger-storage-upkeep").factory());
    private volatile @Nullable String trouble;

    /** Makes the partitions of today and the days ahead. */
    public static void makePartitionsAhead(
            DataSource database, DayPartitions days, InstantSource clock) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<LocalDate> ahead =
                Stream.iterate(today, day -> day.plusDays(1)).limit(1 + DAYS_AHEAD).toList();
        try (Connection connection = database.getConnection()) {
            days.ensure(connection, ahead);
        }
    }

    /** Starts the work. */
    public void start(
            DataSource database,
            DayPartitions days,
            RetentionConfig retentionConfig,
            int packAfterDays,
            InstantSource clock) {
        Rollups rollups = new Rollups(database);
        Retention retention = new Retention(database, retentionConfig);
        Packing packing = new Packing(database, packAfterDays);
        every(ROLLUP_PAUSE, rollups::catchUp);
        every(
                RETENTION_PAUSE,
                () -> {
                    makePartitionsAhead(database, days, clock);
                    packing.apply();
                    return retention.apply(clock.instant());
                });
    }

    /** What went wrong last time, until it works again. */
    public @Nullable String trouble() {
        return trouble;
    }

    private void every(Duration pause, Work work) {
        // attempt() keeps every failure that can pass; another one ends the work and shows in the
        // log.
        ScheduledFuture<?> _ =
                thread.scheduleWithFixedDelay(
                        () -> attempt(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(Work work) {
        try {
            work.run();
            trouble = null;
        } catch (SQLException e) {
            String sentence = "upkeep: " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")";
            if (!Objects.equals(trouble, sentence)) {
                LOG.warn(sentence);
            }
            trouble = sentence;
        } catch (RuntimeException e) {
            LOG.error("the upkeep of the history stopped", e);
            trouble = "the upkeep of the history stopped: " + e;
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the upkeep is still at work; PostgreSQL will roll it back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that may fail for now. */
    private interface Work {
        Object run() throws SQLException;
    }
}
