// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.Topics;
import dev.linger.storage.table.DayPartitions;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** The sink's transactions without a broker: minutes as if they had been read from a partition. */
public final class BatchReplay {
    /** A partition that no broker has: the sink makes 0 and up. */
    private static final TopicPartition PARTITION =
            new TopicPartition(Topics.SERVICE_MINUTES.name(), Integer.MAX_VALUE);

    private final DataSource database;
    private final InstantSource clock = InstantSource.system();
    private final Offsets offsets = new Offsets();
    private final DayPartitions days = DayPartitions.ofAll();
    private final BatchWriter writer;
    private long offset;

    /** Writes to {@code database}. */
    public BatchReplay(DataSource database) {
        this.database = database;
        this.writer = new BatchWriter(database, offsets, days, clock, batch -> {});
    }

    /** Makes what the first write would make: the offset's row and the partitions of these days. */
    public void prepare(List<ServiceMinute> minutes) throws SQLException {
        try (Connection connection = database.getConnection()) {
            offset = offsets.take(connection, PARTITION, Uuid.ZERO_UUID, clock.instant());
            days.ensure(
                    connection, DayPartitions.days(minutes.stream().map(ServiceMinute::minute)));
        }
    }

    /** Writes each list in a transaction of its own. */
    public void write(List<List<ServiceMinute>> transactions) throws SQLException {
        for (List<ServiceMinute> minutes : transactions) {
            List<Arrival> arrivals = new ArrayList<>();
            for (ServiceMinute minute : minutes) {
                arrivals.add(
                        new Arrival(
                                new ConsumerRecord<>(
                                        PARTITION.topic(),
                                        PARTITION.partition(),
                                        offset++,
                                        new byte[0],
                                        new byte[0]),
                                new Content.ServiceMinute(minute)));
            }
            try {
                writer.write(new Batch(arrivals));
            } catch (FencedException e) {
                throw new IllegalStateException("another replay writes to the same database", e);
            }
        }
    }
}
