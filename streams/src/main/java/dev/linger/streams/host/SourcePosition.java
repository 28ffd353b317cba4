// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far the partition is read and closed, and from where it has to be read again after a restart.
 * The store commits in one transaction with the group's offset: what it says was read, was read.
 */
final class SourcePosition {
    private static final String CLOSED_THROUGH = "closed-through";
    private static final String NEXT_OFFSET = "next-offset";
    private static final String READ_AGAIN_FROM = "read-again-from";

    private final KeyValueStore<String, Long> store;
    private @Nullable Instant closedThrough;
    private long readAgainFrom;

    SourcePosition(KeyValueStore<String, Long> store) {
        this.store = store;
        Long seconds = store.get(CLOSED_THROUGH);
        closedThrough = seconds == null ? null : Instant.ofEpochSecond(seconds);
        Long from = store.get(READ_AGAIN_FROM);
        readAgainFrom = from == null ? -1 : from;
    }

    /** Every minute up to this one is closed; absent before the first snapshot. */
    @Nullable Instant closedThrough() {
        return closedThrough;
    }

    void closedThrough(Instant minute) {
        closedThrough = minute;
        store.put(CLOSED_THROUGH, minute.getEpochSecond());
    }

    /** Offset of the first record that the state on the heap is made of; -1 before the first. */
    long readAgainFrom() {
        return readAgainFrom;
    }

    /** Offset after the last record that was read; -1 before the first. */
    long nextOffset() {
        Long next = store.get(NEXT_OFFSET);
        return next == null ? -1 : next;
    }

    /** Notes that a record was read. */
    void read(long offset, long againFrom) {
        store.put(NEXT_OFFSET, offset + 1);
        if (againFrom != readAgainFrom) {
            readAgainFrom = againFrom;
            store.put(READ_AGAIN_FROM, againFrom);
        }
    }
}
