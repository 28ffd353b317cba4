// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.minute.ListenerMinute;

/**
 * An accept queue on the host where it is fullest.
 *
 * @param endpoint local address and port
 * @param host the host
 * @param peak most connections that waited
 * @param backlog the queue's limit; full is one more
 * @param fullSnapshots snapshots in which it was full
 * @param snapshots snapshots that saw it
 */
public record QueueBar(
        String endpoint, String host, long peak, long backlog, long fullSnapshots, long snapshots) {

    /** The queue of this minute. */
    public static QueueBar of(ListenerMinute minute) {
        return new QueueBar(
                minute.endpoint(),
                minute.host(),
                minute.acceptQueuePeak(),
                minute.backlog(),
                minute.fullSnapshots(),
                minute.snapshots());
    }

    /** Whether it overflowed: the kernel holds one more than the backlog, then drops. */
    public boolean full() {
        return peak > backlog;
    }

    /** Length of the bar, 0 to 100. */
    public double fill() {
        return Shape.hundredths(peak, backlog + 1);
    }

    /** Share of the queue in use, for sorting. */
    public double share() {
        return peak / (backlog + 1.0);
    }

    /** {@code 5 / 4}. */
    public String counts() {
        return Text.count(peak) + " / " + Text.count(backlog);
    }
}
