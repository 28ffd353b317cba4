// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.function.Consumer;

/** The socket snapshots' topic, to read once more what was read before a restart. */
public interface SnapshotLog {
    /**
     * Reads part of a partition in order.
     *
     * @param from first offset; what the topic's retention has deleted is left out
     * @param to offset after the last one
     */
    void read(int partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each);

    /**
     * Offset after the last snapshot of a partition that is taken: where a replay ends. A stream
     * has no end.
     */
    default long end(int partition) {
        return Long.MAX_VALUE;
    }
}
