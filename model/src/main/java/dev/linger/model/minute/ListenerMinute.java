// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

/**
 * The accept queue of a listening endpoint, on the host where it was fullest.
 *
 * @param endpoint local address and port
 * @param host host with the fullest queue
 * @param acceptQueuePeak longest queue seen
 * @param backlog its limit; full is one more
 * @param snapshots snapshots of all hosts that saw this listener
 * @param fullSnapshots those in which the queue was full
 */
public record ListenerMinute(
        String endpoint,
        String host,
        long acceptQueuePeak,
        long backlog,
        long snapshots,
        long fullSnapshots) {
    /** Refuses negative counts. */
    public ListenerMinute {
        Require.name("listener.endpoint", Require.present("listener.endpoint", endpoint));
        Require.name("listener.host", Require.present("listener.host", host));
        Require.notNegative("listener.acceptQueuePeak", acceptQueuePeak);
        Require.notNegative("listener.backlog", backlog);
        Require.notNegative("listener.snapshots", snapshots);
        Require.notNegative("listener.fullSnapshots", fullSnapshots);
    }
}
