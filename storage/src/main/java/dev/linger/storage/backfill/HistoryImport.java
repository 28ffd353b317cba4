// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.backfill;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;
import dev.linger.storage.copy.UnstorableValueException;
import dev.linger.storage.packed.Packing;
import dev.linger.storage.sink.Backoff;
import dev.linger.storage.sink.SqlFault;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.DeadLetterTable;
import dev.linger.storage.table.MinuteTables;
import dev.linger.storage.table.Rollback;
import dev.linger.storage.upkeep.Rollups;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

/**
 * Writes files of service-minutes, a line of JSON each, into the tables as the sink would.
 *
 * <p>How far the file is goes into the transaction of the rows: an import that ends in any way goes
 * on where it was, and a minute that is there already is replaced by the same one. Lines that
 * cannot be used become dead letters in the same transaction. Hours, days and packed history are
 * brought up to date on the way and at the end.
 */
public final class HistoryImport {
    private static final String SERIALIZATION_OR_DEADLOCK = "40";

    /** With the waits of {@link Backoff} between them, about three seconds. */
    private static final int ATTEMPTS = 6;

    private final DataSource database;
    private final Options options;
    private final InstantSource clock;
    private final BooleanSupplier stop;
    private final DayPartitions days = new DayPartitions(MinuteTables.partitioned());
    private final Rollups rollups;
    private final Packing packing;
    private long sinceUpkeep;

    /**
     * How to import.
     *
     * @param rowsAtATime rows of one transaction
     * @param oldest how far back minutes are kept
     * @param clockAhead how far ahead of the clock a minute may lie
     * @param packAfterDays days after which minutes are packed; 0 for never
     * @param minutesBetweenUpkeep minutes after which hours are computed and days packed
     */
    public record Options(
            int rowsAtATime,
            Duration oldest,
            Duration clockAhead,
            int packAfterDays,
            long minutesBetweenUpkeep) {}

    /** Hears how far it is after each transaction. */
    public interface Listener {
        /**
         * A transaction is committed.
         *
         * @param progress where the file stands
         * @param bytesRead bytes of the file itself that were read
         */
        void moved(Progress progress, long bytesRead);

        /** Hours are computed, days are packed. */
        void upkeep();
    }

    /**
     * Imports into {@code database}.
     *
     * @param stop asked between transactions whether to end
     */
    public HistoryImport(
            DataSource database, Options options, InstantSource clock, BooleanSupplier stop) {
        this.database = database;
        this.options = options;
        this.clock = clock;
        this.stop = stop;
        this.rollups = new Rollups(database);
        this.packing = new Packing(database, options.packAfterDays());
    }

    /**
     * Imports one file, from where it was left; of one that is finished, what follows its minutes.
     *
     * @return where it stands; not finished if it was stopped
     * @throws ImportFailedException if the file cannot be read, or the database refuses
     */
    public Progress run(ImportFile file, Listener listener)
            throws SQLException, ImportFailedException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            Progress progress = Progress.take(connection, file, clock.instant());
            if (progress.finished()) {
                catchUp(listener);
                return progress;
            }
            try (CountedLines lines = new CountedLines(file.opener().open())) {
                lines.skipTo(progress.nextOffset(), progress.nextLine());
                Progress reached = write(connection, file, lines, progress, listener);
                catchUp(listener);
                return reached;
            } catch (IOException e) {
                throw new ImportFailedException(
                        "cannot read " + file.name() + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Brings hours, days and packed history up to date, as {@link #run} does at its end: what a run
     * leaves that is stopped there, its file being finished. Hours first: packing waits for them.
     */
    public void catchUp(Listener listener) throws SQLException {
        listener.upkeep();
        rollups.catchUp();
        packing.apply();
        days.forget();
        sinceUpkeep = 0;
    }

    /** Has the file imported from its beginning the next time. */
    public void forget(ImportFile file) throws SQLException {
        if (file.id() == null) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement forget =
                        connection.prepareStatement(
                                "delete from import_progress where file_id = ?")) {
            forget.setString(1, file.id());
            forget.executeUpdate();
        }
    }

    /** What dead_letter.topic is for the lines of a file. */
    public static String deadLetterTopic(ImportFile file) {
        return LineDecoder.topic(file);
    }

    private Progress write(
            Connection connection,
            ImportFile file,
            CountedLines lines,
            Progress from,
            Listener listener)
            throws SQLException, ImportFailedException, InterruptedException, IOException {
        LineDecoder decoder =
                new LineDecoder(file, clock.instant(), options.oldest(), options.clockAhead());
        Progress progress = from;
        try (ImportChunks chunks = new ImportChunks(lines, decoder, options.rowsAtATime())) {
            while (!stop.getAsBoolean()) {
                ImportChunks.Chunk chunk = chunks.next();
                if (chunk.failure() != null) {
                    throw chunk.failure();
                }
                if (chunk.rows().isEmpty()) {
                    Progress end = progress.atTheEnd();
                    progress.moveTo(connection, file.id(), end, clock.instant());
                    return end;
                }
                progress = write(connection, file, decoder, progress, chunk.rows());
                listener.moved(progress, lines.rawBytes());
                sinceUpkeep += chunk.rows().size();
                if (sinceUpkeep >= options.minutesBetweenUpkeep()) {
                    catchUp(listener);
                }
            }
            return progress;
        }
    }

    /** Writes rows, perhaps in pieces to find the one that the database refuses. */
    private Progress write(
            Connection connection,
            ImportFile file,
            LineDecoder decoder,
            Progress from,
            List<ImportRow> rows)
            throws SQLException, ImportFailedException, InterruptedException {
        String refusal;
        try {
            return transactPatiently(connection, file, from, rows);
        } catch (UnstorableValueException e) {
            refusal = String.valueOf(e.getMessage());
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.RECORD) {
                throw e;
            }
            refusal = "SQLSTATE " + e.getSQLState() + ": " + e.getMessage();
        }
        if (rows.size() > 1) {
            int half = rows.size() / 2;
            Progress middle = write(connection, file, decoder, from, rows.subList(0, half));
            return write(connection, file, decoder, middle, rows.subList(half, rows.size()));
        }
        ImportRow only = rows.getFirst();
        if (only.minute() == null) {
            throw new ImportFailedException(
                    "the dead letter of line " + only.line().number() + " was refused: " + refusal,
                    null);
        }
        return write(
                connection, file, decoder, from, List.of(decoder.refusedByDatabase(only, refusal)));
    }

    /**
     * Once more where a partition was dropped that is remembered as there, some times where another
     * writer was in the way.
     */
    private Progress transactPatiently(
            Connection connection, ImportFile file, Progress from, List<ImportRow> rows)
            throws SQLException, ImportFailedException, InterruptedException {
        Backoff backoff = new Backoff();
        boolean forgotten = false;
        int attempt = 1;
        while (true) {
            try {
                return transact(connection, file, from, rows);
            } catch (SQLException e) {
                if (DayPartitions.isMissing(e) && !forgotten) {
                    days.forget();
                    forgotten = true;
                } else if (String.valueOf(e.getSQLState()).startsWith(SERIALIZATION_OR_DEADLOCK)
                        && attempt < ATTEMPTS) {
                    attempt++;
                    Thread.sleep(backoff.next());
                } else {
                    throw e;
                }
            }
        }
    }

    private Progress transact(
            Connection connection, ImportFile file, Progress from, List<ImportRow> rows)
            throws SQLException, ImportFailedException {
        List<ServiceMinute> minutes = present(rows.stream().map(ImportRow::minute).toList());
        List<DeadLetter> letters = present(rows.stream().map(ImportRow::refused).toList());
        Progress next = from.after(rows.getLast().line(), minutes.size(), letters.size());
        Instant now = clock.instant();
        days.ensure(connection, DayPartitions.days(minutes.stream().map(ServiceMinute::minute)));
        connection.setAutoCommit(false);
        try {
            from.moveTo(connection, file.id(), next, now);
            if (!minutes.isEmpty()) {
                MinuteTables.write(connection, minutes);
            }
            if (!letters.isEmpty()) {
                DeadLetterTable.write(connection, letters, now);
            }
            connection.commit();
            return next;
        } catch (SQLException | ImportFailedException | RuntimeException e) {
            Rollback.after(e, connection);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static <T> List<T> present(List<@Nullable T> values) {
        List<T> present = new ArrayList<>();
        for (T value : values) {
            if (value != null) {
                present.add(Objects.requireNonNull(value));
            }
        }
        return present;
    }
}
