// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.verify;

import dev.linger.model.json.MalformedRecordException;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.sink.SinkClients;
import dev.linger.storage.table.MinuteTables;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Reads linger.service-minutes again, as far as sink_offset says that it was written, and compares
 * the complete minutes of some services with their rows, column by column, endpoints and listeners
 * included.
 */
public final class Verification {
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration MARGIN = Duration.ofHours(1);

    /** Minutes compared in one transaction. */
    private static final int CHUNK = 2_000;

    private final DataSource database;
    private final Map<String, String> kafka;

    /** Compares {@code database} with the broker that the client properties {@code kafka} name. */
    public Verification(DataSource database, Map<String, String> kafka) {
        this.database = database;
        this.kafka = Map.copyOf(kafka);
    }

    /**
     * What was found.
     *
     * @param records records read
     * @param minutes complete minutes compared
     * @param differences one line for each row that is missing, different or too many
     */
    public record Report(long records, long minutes, List<String> differences) {
        /** Copies the list. */
        public Report {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Compares.
     *
     * @param oldest minutes before this are left out: not asked for, or dropped by retention
     * @param oneServiceIn 1 compares every service, 10 about every tenth
     */
    public Report run(Instant oldest, int oneServiceIn) throws SQLException {
        Map<TopicPartition, Long> ends = writtenOffsets();
        Map<List<Object>, ServiceMinute> complete = new HashMap<>();
        long records = 0;
        try (Consumer<byte[], byte[]> consumer = SinkClients.consumer(kafka)) {
            consumer.assign(ends.keySet());
            seek(consumer, ends, oldest);
            while (!reached(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(raw.topic(), raw.partition());
                    if (raw.offset() < ends.getOrDefault(partition, 0L)) {
                        records++;
                        keep(raw, oldest, oneServiceIn, complete);
                    }
                }
            }
        }
        List<ServiceMinute> minutes = List.copyOf(complete.values());
        return new Report(records, minutes.size(), compare(minutes));
    }

    /** To the first record that can be of a minute asked for; its timestamp is the minute's. */
    private static void seek(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Instant oldest) {
        long from = Math.max(0, oldest.minus(MARGIN).toEpochMilli());
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, from));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) -> {
                    if (found == null) {
                        consumer.seekToEnd(List.of(partition));
                    } else {
                        consumer.seek(partition, found.offset());
                    }
                });
    }

    private Map<TopicPartition, Long> writtenOffsets() throws SQLException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select kafka_partition, next_offset from sink_offset where topic = ? and next_offset > 0")) {
            statement.setString(1, Topics.SERVICE_MINUTES.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ends.put(
                            new TopicPartition(Topics.SERVICE_MINUTES.name(), row.getInt(1)),
                            row.getLong(2));
                }
            }
        }
        return ends;
    }

    private static boolean reached(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void keep(
            ConsumerRecord<byte[], byte[]> raw,
            Instant oldest,
            int oneServiceIn,
            Map<List<Object>, ServiceMinute> complete) {
        ServiceMinute minute;
        try {
            minute = Topics.SERVICE_MINUTES.codec().decode(raw.value());
        } catch (MalformedRecordException e) {
            // The sink has refused it too: it has no row.
            return;
        }
        if (minute.complete()
                && !minute.minute().isBefore(oldest)
                && Math.floorMod(minute.service().hashCode(), oneServiceIn) == 0) {
            complete.put(List.of(minute.minute(), minute.service()), minute);
        }
    }

    private List<String> compare(List<ServiceMinute> minutes) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int from = 0; from < minutes.size(); from += CHUNK) {
                List<ServiceMinute> chunk =
                        minutes.subList(from, Math.min(minutes.size(), from + CHUNK));
                differences.addAll(MinuteTables.differences(connection, chunk));
                connection.rollback();
            }
        }
        return differences;
    }
}
