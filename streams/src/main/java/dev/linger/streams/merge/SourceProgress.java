// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import dev.linger.streams.merge.SourceReport.JoinProgress;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Through which minute all sources are closed, and all joins have answered. A source that was not
 * heard of yet holds everything up; an idle one holds up nothing, unless all are idle: then the
 * furthest decides. A join follows the sources and is never idle.
 */
public final class SourceProgress {
    /** Key of the minute through which this partition has published. */
    private static final int PUBLISHED = -1;

    private final KeyValueStore<Integer, SourceReport> store;
    private final int sources;
    private final int joins;
    private final Map<Integer, Instant> byJoin = new HashMap<>();
    private final Map<Integer, Progress> bySource = new HashMap<>();
    private @Nullable Instant published;

    /**
     * Goes on from the store.
     *
     * @param joins how many are waited for; 0 where none are
     */
    public SourceProgress(KeyValueStore<Integer, SourceReport> store, int sources, int joins) {
        this.store = store;
        this.sources = sources;
        this.joins = joins;
        try (KeyValueIterator<Integer, SourceReport> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, SourceReport> entry = all.next();
                if (entry.value instanceof Progress progress) {
                    if (entry.key == PUBLISHED) {
                        published = progress.closedThrough();
                    } else {
                        bySource.put(entry.key, progress);
                    }
                } else if (entry.value instanceof JoinProgress join) {
                    byJoin.put(join.source(), join.minute());
                }
            }
        }
    }

    /** A source is so far. */
    public void update(Progress progress) {
        bySource.put(progress.source(), progress);
        store.put(progress.source(), progress);
    }

    /** A join is so far. */
    void update(JoinProgress progress) {
        byJoin.put(progress.source(), progress.minute());
        store.put(PUBLISHED - 1 - progress.source(), progress);
    }

    /** The minute through which nothing is missing; absent while one was not heard of. */
    public @Nullable Instant closedThrough() {
        if (bySource.size() < sources || byJoin.size() < joins) {
            return null;
        }
        Instant least = Instant.MAX;
        Instant furthest = Instant.EPOCH;
        for (Progress progress : bySource.values()) {
            Instant closed = progress.closedThrough();
            least = progress.idle() || least.isBefore(closed) ? least : closed;
            furthest = furthest.isAfter(closed) ? furthest : closed;
        }
        Instant closed = least.equals(Instant.MAX) ? furthest : least;
        for (Instant answered : byJoin.values()) {
            closed = closed.isBefore(answered) ? closed : answered;
        }
        return closed;
    }

    /** The minute through which complete minutes were published; absent before the first. */
    public @Nullable Instant published() {
        return published;
    }

    /** Notes that complete minutes were published so far. */
    public void published(Instant minute) {
        published = minute;
        store.put(PUBLISHED, new Progress(0, minute, 0, false));
    }
}
