// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.topic.Topic;
import dev.linger.streams.merge.Merged;

import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of a run go, and of which minutes.
 *
 * @param topicPrefix before the names of the public topics; empty for the live ones
 * @param range of the minutes whose results are written; absent: of all
 */
record Outlet(String topicPrefix, @Nullable ReplayRange range) {
    /** The topics that everybody reads. */
    static final Outlet LIVE = new Outlet("", null);

    /** The topic's name in this run. */
    String name(Topic<?> topic) {
        return topicPrefix + topic.name();
    }

    /** What belongs to the range. Dead letters always do: they name their record. */
    KStream<String, Merged> within(KStream<String, Merged> all, Named name) {
        ReplayRange minutes = range;
        return minutes == null ? all : all.filter((key, merged) -> isWithin(minutes, merged), name);
    }

    private static boolean isWithin(ReplayRange range, Merged merged) {
        return switch (merged) {
            case Merged.Ready ready -> range.contains(ready.minute().minute());
            case Merged.Over over -> range.contains(over.minute());
            case Merged.HostJudged judged -> range.contains(judged.minute());
            case Merged.Refused _ -> true;
        };
    }
}
