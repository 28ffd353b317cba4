// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.copy.UnstorableValueException;
import dev.linger.storage.table.AdviceTable;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.DeadLetterTable;
import dev.linger.storage.table.FindingTables;
import dev.linger.storage.table.ForecastTable;
import dev.linger.storage.table.HostMinuteTables;
import dev.linger.storage.table.HostTables;
import dev.linger.storage.table.MinuteTables;
import dev.linger.storage.table.Rollback;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

/**
 * Writes a batch: its rows and its offsets in one transaction. A batch that PostgreSQL refuses for
 * a reason that lies in a record is split until the record is found, which becomes a dead letter.
 */
final class BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final DataSource database;
    private final Offsets offsets;
    private final DayPartitions partitions;
    private final InstantSource clock;
    private final Consumer<Batch> written;

    /**
     * Writes to {@code database}.
     *
     * @param written hears of each batch, or part of one, once it is committed
     */
    BatchWriter(
            DataSource database,
            Offsets offsets,
            DayPartitions partitions,
            InstantSource clock,
            Consumer<Batch> written) {
        this.database = database;
        this.offsets = offsets;
        this.partitions = partitions;
        this.clock = clock;
        this.written = written;
    }

    /**
     * Writes all of a batch, perhaps in pieces. After an exception a prefix of it may be written;
     * {@code written} was told of it.
     *
     * @throws SQLException whose fault is not the record's
     * @throws FencedException if another sink has moved on
     */
    void write(Batch batch) throws SQLException, FencedException {
        String refusal;
        try {
            transactWithPartitions(batch);
            return;
        } catch (UnstorableValueException e) {
            refusal = String.valueOf(e.getMessage());
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.RECORD) {
                throw e;
            }
            refusal = "SQLSTATE " + e.getSQLState() + ": " + e.getMessage();
        }
        if (!batch.isSingle()) {
            for (Batch half : batch.halves()) {
                write(half);
            }
        } else if (batch.arrivals().getFirst().refusedHere()) {
            // A dead letter holds nothing but checked text and raw bytes.
            throw new IllegalStateException("the dead letter itself was refused: " + refusal);
        } else {
            LOG.warn("{} becomes a dead letter: {}", where(batch), refusal);
            write(batch.refused(refusal));
        }
    }

    /** Once more where a partition was dropped that is remembered as there. */
    private void transactWithPartitions(Batch batch) throws SQLException, FencedException {
        try {
            transact(batch);
        } catch (SQLException e) {
            if (!DayPartitions.isMissing(e)) {
                throw e;
            }
            partitions.forget();
            transact(batch);
        }
    }

    private void transact(Batch batch) throws SQLException, FencedException {
        Map<TopicPartition, Long> nextOffsets = batch.nextOffsets();
        List<ServiceMinute> minutes =
                batch.only(Content.ServiceMinute.class, Content.ServiceMinute::minute);
        Instant now = clock.instant();
        try (Connection connection = database.getConnection()) {
            partitions.ensure(connection, days(minutes, recentKernels(batch)));
            connection.setAutoCommit(false);
            try {
                offsets.move(connection, nextOffsets, now);
                writeRows(connection, batch, minutes, now);
                connection.commit();
            } catch (SQLException | FencedException | RuntimeException e) {
                Rollback.after(e, connection);
                throw e;
            }
        }
        offsets.moved(nextOffsets);
        written.accept(batch);
    }

    private static void writeRows(
            Connection connection, Batch batch, List<ServiceMinute> minutes, Instant now)
            throws SQLException {
        if (!minutes.isEmpty()) {
            MinuteTables.write(connection, minutes);
        }
        var kernels = batch.only(Content.KernelSnapshot.class, Content.KernelSnapshot::snapshot);
        if (!kernels.isEmpty()) {
            HostTables.write(connection, kernels);
        }
        var recent = recentKernels(batch);
        if (!recent.isEmpty()) {
            HostMinuteTables.write(connection, recent);
        }
        var findings = batch.only(Content.Finding.class, Content.Finding::finding);
        if (!findings.isEmpty()) {
            FindingTables.write(connection, findings);
        }
        var advice = batch.only(Content.Advice.class, Content.Advice::advice);
        if (!advice.isEmpty()) {
            AdviceTable.write(connection, advice);
        }
        var forecasts = batch.only(Content.Forecast.class, Content.Forecast::forecast);
        if (!forecasts.isEmpty()) {
            ForecastTable.write(connection, forecasts);
        }
        var letters = batch.only(Content.Refused.class, Content.Refused::letter);
        if (!letters.isEmpty()) {
            DeadLetterTable.write(connection, letters, now);
        }
    }

    private static List<KernelSnapshot> recentKernels(Batch batch) {
        return batch.only(Content.KernelSnapshot.class, Function.identity()).stream()
                .filter(Content.KernelSnapshot::recent)
                .map(Content.KernelSnapshot::snapshot)
                .toList();
    }

    private static Set<LocalDate> days(List<ServiceMinute> minutes, List<KernelSnapshot> kernels) {
        return DayPartitions.days(
                Stream.concat(
                        minutes.stream().map(ServiceMinute::minute),
                        kernels.stream().map(KernelSnapshot::observedAt)));
    }

    private static String where(Batch batch) {
        Arrival arrival = batch.arrivals().getFirst();
        return arrival.partition() + " offset " + arrival.raw().offset();
    }
}
