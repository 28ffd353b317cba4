// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.capacity.read.MinuteRange;
import dev.linger.model.forecast.ComputedBy;

import java.time.Duration;
import java.time.Instant;

/**
 * Which minutes a run reads.
 *
 * @param computedBy stream: without an end; batch: up to the topic's present end
 * @param readFrom Kafka timestamp to start at where no checkpoint says better. A service-minute is
 *     never written before its minute begins, so no minute from there on is missed
 * @param range minutes that count
 * @param horizon how far a forecast looks back
 */
record Scope(ComputedBy computedBy, Instant readFrom, MinuteRange range, Duration horizon) {
    /** The stream from now on, with the horizon before it, from which all state can be rebuilt. */
    static Scope stream(Duration horizon, Instant now) {
        return new Scope(
                ComputedBy.STREAM, now.minus(horizon), MinuteRange.since(Instant.MIN), horizon);
    }

    /** A range, which is its own horizon. */
    static Scope batch(MinuteRange range) {
        return new Scope(
                ComputedBy.BATCH, range.from(), range, Duration.between(range.from(), range.to()));
    }
}
