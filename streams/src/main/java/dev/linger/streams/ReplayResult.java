// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import java.util.List;

/**
 * What a replay came to.
 *
 * @param finished whether it came to its end; else it was stopped, and its topics are deleted
 * @param snapshots snapshots that it read, those of the minutes before the range included
 * @param minutes service-minutes that it wrote
 * @param findings findings that opened
 * @param deadLetters records that it refused
 * @param topics where all that is
 */
public record ReplayResult(
        boolean finished,
        long snapshots,
        long minutes,
        long findings,
        long deadLetters,
        List<String> topics) {
    static final ReplayResult STOPPED = new ReplayResult(false, 0, 0, 0, 0, List.of());

    /** Copies the list. */
    public ReplayResult {
        topics = List.copyOf(topics);
    }
}
