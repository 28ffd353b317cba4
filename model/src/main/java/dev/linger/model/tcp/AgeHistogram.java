// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

import dev.linger.model.Require;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How many sockets have been silent for how long.
 *
 * <p>Nine counts: {@code [0,1) [1,10) [10,60) [60,240) [240,350) [350,600) [600,3600) [3600,7200)
 * [7200,inf)} seconds. The bounds are common limits of middleboxes (240 s, 350 s, 600 s, 3600 s)
 * and the kernel's default tcp_keepalive_time (7200 s). JSON is the bare array.
 *
 * @param counts sockets per bucket, youngest first
 */
public record AgeHistogram(@JsonValue List<Long> counts) {
    /** Lower bounds in seconds of buckets 1 to 8; bucket 0 begins at 0. */
    public static final List<Integer> BOUNDS_SECONDS =
            List.of(1, 10, 60, 240, 350, 600, 3600, 7200);

    /** The same, for {@link #bucketOf}, which collectors call for each socket of a host. */
    private static final long[] BOUNDS_MILLIS =
            BOUNDS_SECONDS.stream().mapToLong(seconds -> seconds * 1000L).toArray();

    /** Number of buckets. */
    public static final int BUCKETS = BOUNDS_SECONDS.size() + 1;

    /** Nothing observed. */
    public static final AgeHistogram EMPTY = new AgeHistogram(Collections.nCopies(BUCKETS, 0L));

    /** Refuses a wrong number of buckets and negative counts. */
    @JsonCreator
    public AgeHistogram {
        counts = Require.copy("histogram", counts);
        if (counts.size() != BUCKETS) {
            throw new IllegalArgumentException(
                    "histogram has " + counts.size() + " buckets; it has " + BUCKETS);
        }
        for (Long count : counts) {
            Require.notNegative("histogram bucket", count);
        }
    }

    /** The bucket that an age falls into, 0 to 8. */
    public static int bucketOf(long ageMillis) {
        int bucket = 0;
        while (bucket < BOUNDS_MILLIS.length && ageMillis >= BOUNDS_MILLIS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /**
     * Sockets that have certainly been silent for {@code age}: those in buckets whose lower bound
     * is at least that. An age between two bounds is rounded up, so that nothing is counted too
     * early.
     */
    public long atLeast(Duration age) {
        long ageMillis = age.toMillis();
        long sum = 0;
        for (int i = BUCKETS - 1; i >= 0; i--) {
            int lowerSeconds = i == 0 ? 0 : BOUNDS_SECONDS.get(i - 1);
            if (ageMillis > lowerSeconds * 1000L) {
                break;
            }
            sum += counts.get(i);
        }
        return sum;
    }

    /** Sockets of all ages. */
    @JsonIgnore
    public long total() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }
}
