// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells an instance that is stuck from one that has nothing to do: records wait for it, and it has
 * processed none for a while.
 */
final class Standstill {
    private final Duration allowed;
    private long processed = -1;
    private Instant since = Instant.MAX;

    /**
     * Starts without an observation.
     *
     * @param allowed standstill that is not worth a word
     */
    Standstill(Duration allowed) {
        this.allowed = allowed;
    }

    /**
     * Takes an observation.
     *
     * @param total records processed so far; it may fall when a thread is replaced
     * @param waiting records that wait
     * @return for how long nothing has moved although records wait; zero where that is not worth a
     *     word
     */
    synchronized Duration observe(Instant now, long total, long waiting) {
        if (waiting == 0 || total != processed) {
            processed = total;
            since = now;
            return Duration.ZERO;
        }
        Duration standing = Duration.between(since, now);
        return standing.compareTo(allowed) > 0 ? standing : Duration.ZERO;
    }
}
