// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.settings.ConfigurationException;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that a replay covers: every minute that lies wholly in {@code [from, to)}.
 *
 * @param from where it begins
 * @param to where it ends, exclusive
 */
public record ReplayRange(Instant from, Instant to) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * Checks the order.
     *
     * @throws ConfigurationException if no minute fits in
     */
    public ReplayRange {
        if (!from.isBefore(to)) {
            throw new ConfigurationException(
                    "a replay runs from an earlier time to a later one; --from is %s and --to %s"
                            .formatted(from, to));
        }
        if (to.isBefore(from.plus(MINUTE))) {
            throw new ConfigurationException(
                    "no whole minute lies between %s and %s; move --to".formatted(from, to));
        }
    }

    /** Whether a minute, named by its begin, is replayed. */
    boolean contains(Instant minute) {
        return !minute.isBefore(from) && !minute.plus(MINUTE).isAfter(to);
    }
}
