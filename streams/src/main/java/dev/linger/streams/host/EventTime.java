// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import java.time.Duration;
import java.time.Instant;

/** Which clock says when a snapshot was taken. */
final class EventTime {
    /** As far as a host's clock may be off the record's timestamp and still be believed. */
    static final Duration AGREEMENT = Duration.ofSeconds(30);

    private EventTime() {}

    /** The host's clock as long as it agrees with the record's timestamp, else that. */
    static Instant of(Instant observedAt, Instant recordTimestamp) {
        Duration off = Duration.between(recordTimestamp, observedAt).abs();
        return off.compareTo(AGREEMENT) > 0 ? recordTimestamp : observedAt;
    }
}
