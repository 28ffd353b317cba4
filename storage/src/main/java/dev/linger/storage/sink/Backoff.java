// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.sink;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times between attempts: doubling, with jitter, so that many sinks do not come at once.
 */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private int failures;

    /** How long to wait after one more failure: half to all of 100 ms, 200 ms, ... 30 s. */
    public Duration next() {
        long millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    /** It worked. */
    void reset() {
        failures = 0;
    }
}
