// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import java.time.Duration;
import java.time.Instant;

/**
 * Which clock says when a snapshot was taken: the host's as long as it agrees with the broker's,
 * else the host's moved to the broker's.
 *
 * <p>The broker's clock is the record's timestamp, where the topic stamps records as they are
 * appended. A record is never appended before it was sent, so of the latest offsets between both
 * clocks the least is the nearest to the clocks' own difference: a snapshot that came late does not
 * make its host's clock a wrong one.
 */
final class EventTime {
    /** As far as a host's clock may be off the broker's and still be believed. */
    static final Duration AGREEMENT = Duration.ofSeconds(30);

    private EventTime() {}

    /**
     * The time of a snapshot.
     *
     * @param presence what is known of its host, this snapshot's offset included
     */
    static Instant of(Instant observedAt, Instant recordTimestamp, HostPresence presence) {
        Duration off = Duration.between(observedAt, recordTimestamp);
        return agrees(off) || agrees(presence.skew())
                ? observedAt
                : observedAt.plus(presence.skew());
    }

    static boolean agrees(Duration off) {
        return off.abs().compareTo(AGREEMENT) <= 0;
    }
}
