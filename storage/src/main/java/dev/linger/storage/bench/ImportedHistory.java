// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import com.github.luben.zstd.ZstdOutputStream;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.backfill.HistoryImport;
import dev.linger.storage.backfill.ImportFailedException;
import dev.linger.storage.backfill.ImportFile;
import dev.linger.storage.backfill.Progress;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;

import javax.sql.DataSource;

/**
 * Fills a database with the history of made-up services as somebody fills it who has it in files:
 * each day is written to a file, and the import reads the file, computes the hours and packs what
 * is due.
 */
public final class ImportedHistory {
    private static final int ROWS_AT_A_TIME = 5_000;
    private static final Duration KEPT = Duration.ofDays(400);
    private static final HistoryImport.Listener NOBODY =
            new HistoryImport.Listener() {
                @Override
                public void moved(Progress progress, long bytesRead) {}

                @Override
                public void upkeep() {}
            };

    private final DataSource database;
    private final RealisticFleet services;
    private final HistoryImport history;

    /**
     * Fills {@code database}, which ought to be empty.
     *
     * @param freshDays days that stay rows
     */
    public ImportedHistory(DataSource database, int services, int freshDays) {
        this.database = database;
        this.services = new RealisticFleet(services);
        this.history =
                new HistoryImport(
                        database,
                        new HistoryImport.Options(
                                ROWS_AT_A_TIME,
                                KEPT,
                                Duration.ofDays(1),
                                HistoryLoad.packAfterDays(freshDays),
                                Long.MAX_VALUE),
                        InstantSource.fixed(HistoryLoad.END),
                        () -> false);
    }

    /**
     * A day, imported.
     *
     * @param fileBytes its file, compressed
     * @param minutesPerSecond of the import, hours and packing included, the making of the file not
     */
    public record Day(long fileBytes, double minutesPerSecond) {}

    /** Imports a day, {@code 1} being the newest; the oldest ought to come first. */
    public Day load(int before)
            throws IOException, SQLException, ImportFailedException, InterruptedException {
        Path directory = Files.createTempDirectory("linger-minutes");
        Path file = directory.resolve(fileName(before));
        try {
            write(before, file);
            long begun = System.nanoTime();
            Progress reached = history.run(ImportFile.of(file), NOBODY);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long expected = services.minutesOfADay();
            if (!reached.finished() || reached.minutes() != expected) {
                throw new IllegalStateException(
                        "the import of %s wrote %,d minutes of %,d and refused %,d"
                                .formatted(
                                        HistoryLoad.day(before),
                                        reached.minutes(),
                                        expected,
                                        reached.refused()));
            }
            return new Day(Files.size(file), expected / seconds);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    /** Computes the hours and packs the days that a run left which was stopped meanwhile. */
    public void catchUp() throws SQLException {
        history.catchUp(NOBODY);
    }

    /** Whether a day's minutes were imported, perhaps by a run that was stopped after it. */
    public boolean has(int before) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement finished =
                        connection.prepareStatement(
                                "select 1 from import_progress where file_name = ? and finished")) {
            finished.setString(1, fileName(before));
            try (ResultSet row = finished.executeQuery()) {
                return row.next();
            }
        }
    }

    private static String fileName(int before) {
        return "minutes-%s.ndjson.zst"
                .formatted(LocalDate.ofInstant(HistoryLoad.day(before), ZoneOffset.UTC));
    }

    private void write(int before, Path file) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(new ZstdOutputStream(Files.newOutputStream(file)))) {
            Iterator<ServiceMinute> minutes = services.day(HistoryLoad.day(before)).iterator();
            while (minutes.hasNext()) {
                out.write(Topics.SERVICE_MINUTES.codec().encode(minutes.next()));
                out.write('\n');
            }
        }
    }
}
