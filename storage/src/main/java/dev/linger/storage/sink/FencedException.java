// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import org.apache.kafka.common.TopicPartition;

import java.io.Serial;

/**
 * The tables are at another offset than this sink believes: another instance has written the
 * partition, or a commit went through whose answer was lost. What was read must be read again.
 */
final class FencedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    FencedException(TopicPartition partition, long expected) {
        super(partition + " is not at offset " + expected + " in sink_offset any more");
    }
}
