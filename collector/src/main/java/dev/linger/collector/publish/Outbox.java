// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.publish;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records that wait to be sent, oldest first: in memory up to a bound, then on disk, then the
 * oldest are dropped and counted. Thread-safe.
 */
final class Outbox implements AutoCloseable {
    private final long memoryBytes;
    private final @Nullable Spool spool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Condition released = lock.newCondition();
    private final Deque<OutboxEntry> memory = new ArrayDeque<>();
    private long usedBytes;
    private long nextNumber;
    private long droppedFromMemory;

    /** Keeps {@code memoryBytes} in memory, at least one record, and the rest in {@code spool}. */
    Outbox(long memoryBytes, @Nullable Spool spool) {
        this.memoryBytes = memoryBytes;
        this.spool = spool;
    }

    /**
     * Adds a record.
     *
     * @throws IOException if the spool cannot be written; the record is lost
     */
    void add(byte topicCode, byte[] value) throws IOException {
        lock.lock();
        try {
            OutboxEntry entry =
                    new OutboxEntry(topicCode, value, OutboxEntry.IN_MEMORY, nextNumber++);
            boolean full = !memory.isEmpty() && usedBytes + value.length > memoryBytes;
            if (spool != null && (full || !spool.isEmpty())) {
                spool.append(entry);
            } else {
                memory.add(entry);
                usedBytes += value.length;
                while (usedBytes > memoryBytes && memory.size() > 1) {
                    usedBytes -= memory.removeFirst().value().length;
                    droppedFromMemory++;
                }
            }
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest records, which stay until they are released; empty where none came in time.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws IOException if the spool cannot be read
     */
    List<OutboxEntry> oldest(int maxBytes, Duration wait) throws InterruptedException, IOException {
        lock.lock();
        try {
            long nanos = wait.toNanos();
            while (isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            if (memory.isEmpty()) {
                return spool == null ? List.of() : spool.oldest(maxBytes);
            }
            List<OutboxEntry> entries = new ArrayList<>();
            int bytes = 0;
            for (OutboxEntry entry : memory) {
                if (!entries.isEmpty() && bytes + entry.value().length > maxBytes) {
                    break;
                }
                entries.add(entry);
                bytes += entry.value().length;
            }
            return entries;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest record, which {@link #oldest} returned, need not be kept any longer. */
    void release(OutboxEntry entry) throws IOException {
        lock.lock();
        try {
            if (entry.segment() != OutboxEntry.IN_MEMORY) {
                Objects.requireNonNull(spool).release(entry);
            } else {
                while (!memory.isEmpty() && memory.getFirst().end() <= entry.end()) {
                    usedBytes -= memory.removeFirst().value().length;
                }
            }
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all was released; false where that takes longer. */
    boolean awaitEmpty(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long nanos = wait.toNanos();
            while (!isEmpty() && nanos > 0) {
                nanos = released.awaitNanos(nanos);
            }
            return isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait, in memory and on disk. */
    long bytes() {
        lock.lock();
        try {
            return usedBytes + (spool == null ? 0 : spool.bytes());
        } finally {
            lock.unlock();
        }
    }

    /** Records dropped because memory was full and there is no spool. */
    long droppedFromMemory() {
        lock.lock();
        try {
            return droppedFromMemory;
        } finally {
            lock.unlock();
        }
    }

    /** Records dropped because the spool was full. */
    long droppedFromSpool() {
        lock.lock();
        try {
            return spool == null ? 0 : spool.dropped();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return memory.isEmpty() && (spool == null || spool.isEmpty());
    }

    /** Closes the spool, to which what is in memory moves first. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (spool != null) {
                spool.prepend(memory);
                memory.clear();
                spool.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
