// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.read;

import java.io.Serializable;
import java.time.Instant;

/**
 * The minutes that a run looks at: those that start within the half-open interval {@code [from,
 * to)}.
 *
 * @param from first instant
 * @param to first instant after it
 */
public record MinuteRange(Instant from, Instant to) implements Serializable {
    /** Refuses an empty range. */
    public MinuteRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from is " + from + "; it lies before to, " + to);
        }
    }

    /** All minutes from an instant on. */
    public static MinuteRange since(Instant from) {
        return new MinuteRange(from, Instant.MAX);
    }

    /** Whether a minute that starts then belongs to it. */
    public boolean contains(Instant minute) {
        return !minute.isBefore(from) && minute.isBefore(to);
    }
}
