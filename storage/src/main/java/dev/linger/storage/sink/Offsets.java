// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * sink_offset, as this sink believes it to be. The row of a partition is a fence: it moves only
 * from the offset that this sink left or found there, so that of two sinks with the same partition
 * one writes and the other is told. Not thread-safe.
 */
final class Offsets {
    private final Map<TopicPartition, Position> held = new HashMap<>();

    /** A partition's place in a topic of this id. */
    record Position(UUID topicId, long nextOffset) {
        boolean isOf(Uuid id) {
            return topicId.equals(uuid(id));
        }
    }

    /**
     * Takes over a partition where the tables left it.
     *
     * @param topicId the topic's present id; the beginning of a topic made anew is where to start
     * @return the offset to read from
     */
    long take(Connection connection, TopicPartition partition, Uuid topicId, Instant now)
            throws SQLException {
        UUID id = uuid(topicId);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into sink_offset as o (topic, kafka_partition, topic_id, next_offset, written_at)
                        values (?, ?, ?, 0, ?)
                        on conflict (topic, kafka_partition) do update
                           set topic_id = excluded.topic_id,
                               next_offset = case when o.topic_id = excluded.topic_id then o.next_offset else 0 end
                        returning next_offset
                        """)) {
            statement.setString(1, partition.topic());
            statement.setInt(2, partition.partition());
            statement.setObject(3, id);
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                held.put(partition, new Position(id, row.getLong(1)));
                return row.getLong(1);
            }
        }
    }

    /** Forgets partitions that others read from now on. */
    void release(Iterable<TopicPartition> partitions) {
        partitions.forEach(held::remove);
    }

    /** Whether this sink has taken the partition. */
    boolean holds(TopicPartition partition) {
        return held.containsKey(partition);
    }

    /** The topic's id with which a partition was taken. */
    Map<TopicPartition, Position> held() {
        return Map.copyOf(held);
    }

    /**
     * Moves the fence within the transaction of the rows; {@link #moved} follows the commit.
     *
     * @throws FencedException if the tables are somewhere else
     */
    void move(Connection connection, Map<TopicPartition, Long> nextOffsets, Instant now)
            throws SQLException, FencedException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        update sink_offset set next_offset = ?, written_at = ?
                         where topic = ? and kafka_partition = ? and topic_id = ? and next_offset = ?
                        """)) {
            for (Map.Entry<TopicPartition, Long> next : nextOffsets.entrySet()) {
                TopicPartition partition = next.getKey();
                Position position = held.get(partition);
                if (position == null) {
                    throw new FencedException(partition, next.getValue());
                }
                statement.setLong(1, next.getValue());
                statement.setObject(2, now.atOffset(ZoneOffset.UTC));
                statement.setString(3, partition.topic());
                statement.setInt(4, partition.partition());
                statement.setObject(5, position.topicId());
                statement.setLong(6, position.nextOffset());
                if (statement.executeUpdate() != 1) {
                    throw new FencedException(partition, position.nextOffset());
                }
            }
        }
    }

    /** The transaction with these offsets is committed. */
    void moved(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, next) ->
                held.computeIfPresent(
                        partition, (key, position) -> new Position(position.topicId(), next)));
    }

    private static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
