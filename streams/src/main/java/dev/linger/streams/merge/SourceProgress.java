// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Through which minute all sources are closed. A source that was not heard of yet holds everything
 * up; an idle one holds up nothing, unless all are idle: then the furthest decides.
 */
final class SourceProgress {
    /** Key of the minute through which this partition has published. */
    private static final int PUBLISHED = -1;

    private final KeyValueStore<Integer, SourceReport> store;
    private final int sources;
    private final Map<Integer, Progress> bySource = new HashMap<>();
    private @Nullable Instant published;

    SourceProgress(KeyValueStore<Integer, SourceReport> store, int sources) {
        this.store = store;
        this.sources = sources;
        try (KeyValueIterator<Integer, SourceReport> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, SourceReport> entry = all.next();
                if (entry.value instanceof Progress progress) {
                    if (entry.key == PUBLISHED) {
                        published = progress.closedThrough();
                    } else {
                        bySource.put(entry.key, progress);
                    }
                }
            }
        }
    }

    void update(Progress progress) {
        bySource.put(progress.source(), progress);
        store.put(progress.source(), progress);
    }

    /** The minute through which every source is closed; absent while one was not heard of. */
    @Nullable Instant closedThrough() {
        if (bySource.size() < sources) {
            return null;
        }
        Instant least = Instant.MAX;
        Instant furthest = Instant.EPOCH;
        for (Progress progress : bySource.values()) {
            Instant closed = progress.closedThrough();
            least = progress.idle() || least.isBefore(closed) ? least : closed;
            furthest = furthest.isAfter(closed) ? furthest : closed;
        }
        return least.equals(Instant.MAX) ? furthest : least;
    }

    /** The minute through which complete minutes were published; absent before the first. */
    @Nullable Instant published() {
        return published;
    }

    void published(Instant minute) {
        published = minute;
        store.put(PUBLISHED, new Progress(0, minute, 0, false));
    }
}
