// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which stores are being rebuilt from their changelogs, and how much was read of how much so far.
 */
final class Restoration implements StateRestoreListener {
    private final Set<TopicPartition> restoring = ConcurrentHashMap.newKeySet();
    private final LongAdder recordsToRestore = new LongAdder();
    private final LongAdder recordsRestored = new LongAdder();

    @Override
    public void onRestoreStart(
            TopicPartition partition, String store, long startOffset, long endOffset) {
        restoring.add(partition);
        recordsToRestore.add(Math.max(0, endOffset - startOffset));
    }

    @Override
    public void onBatchRestored(
            TopicPartition partition, String store, long batchEndOffset, long records) {
        recordsRestored.add(records);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        restoring.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long records) {
        restoring.remove(partition);
    }

    boolean isRestoring() {
        return !restoring.isEmpty();
    }

    Map<String, Object> asDetails() {
        return Map.of(
                "storesRestoring",
                restoring.size(),
                "recordsToRestore",
                recordsToRestore.sum(),
                "recordsRestored",
                recordsRestored.sum());
    }
}
