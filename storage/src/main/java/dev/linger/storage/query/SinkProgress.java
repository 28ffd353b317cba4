// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;

/**
 * How far the sink has come with a partition.
 *
 * @param topic the topic
 * @param partition its partition
 * @param nextOffset first offset that is not in the tables yet
 * @param writtenAt when it last moved
 */
public record SinkProgress(String topic, int partition, long nextOffset, Instant writtenAt) {
    private static final String SQL =
            """
            select topic, kafka_partition, next_offset, written_at
              from sink_offset
             order by topic, kafka_partition
            """;

    /** Every partition that was ever written. */
    public static List<SinkProgress> all(Handle handle) {
        return handle.createQuery(SQL)
                .map((row, context) ->
                        new SinkProgress(
                                row.getString("topic"),
                                row.getInt("kafka_partition"),
                                row.getLong("next_offset"),
                                Columns.instant(row, "written_at")))
                .list();
    }
}
