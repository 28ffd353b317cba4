// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.publish.PublishReport;

import java.time.Duration;

/**
 * When a collector does its work: its scans succeed, they go on, and Kafka takes what they bring.
 *
 * <p>Short trouble with Kafka is no failure, since snapshots wait; it becomes one when nothing was
 * acknowledged for {@value #PATIENCE_INTERVALS} intervals, at least {@link #SHORTEST_PATIENCE}.
 */
final class CollectorHealth {
    /** Intervals between snapshots without which a collector is not healthy. */
    static final int PATIENCE_INTERVALS = 3;

    /** However short the interval is. */
    static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(10);

    private CollectorHealth() {}

    /**
     * What is wrong, as a sentence; empty where it is healthy.
     *
     * @param scanProblem what keeps the sockets from being read now; empty where nothing does
     * @param sinceSnapshot time since the latest snapshot was taken
     * @param interval present time between two
     */
    static String problem(
            String scanProblem, Duration sinceSnapshot, Duration interval, PublishReport sending) {
        if (!scanProblem.isEmpty()) {
            return scanProblem;
        }
        Duration patience = interval.multipliedBy(PATIENCE_INTERVALS);
        if (patience.compareTo(SHORTEST_PATIENCE) < 0) {
            patience = SHORTEST_PATIENCE;
        }
        if (sinceSnapshot.compareTo(patience) > 0) {
            return "no snapshot was taken for " + sinceSnapshot.toSeconds() + " s";
        }
        if (sending.waitingBytes() > 0 && sending.sinceAcknowledged().compareTo(patience) > 0) {
            return "Kafka has acknowledged nothing for "
                    + sending.sinceAcknowledged().toSeconds()
                    + " s"
                    + (sending.problem().isEmpty() ? "" : ": " + sending.problem());
        }
        return "";
    }
}
