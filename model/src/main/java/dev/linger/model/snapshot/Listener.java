// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;

/**
 * A listening socket and its accept queue.
 *
 * @param namespace inode of the network namespace
 * @param service owner's name
 * @param endpoint local address and port
 * @param acceptQueue connections that wait for accept() now (idiag_rqueue)
 * @param acceptQueuePeak most seen in one scan since the last snapshot
 * @param backlog the queue's limit, min(backlog of listen(), somaxconn) (idiag_wqueue); the queue
 *     is full when it holds one more
 */
public record Listener(
        long namespace,
        String service,
        String endpoint,
        long acceptQueue,
        long acceptQueuePeak,
        long backlog) {
    /** Refuses negative counts and overlong names. */
    public Listener {
        Require.notNegative("listener.namespace", namespace);
        Require.name("listener.service", Require.present("listener.service", service));
        Require.name("listener.endpoint", Require.present("listener.endpoint", endpoint));
        Require.notNegative("listener.acceptQueue", acceptQueue);
        Require.notNegative("listener.acceptQueuePeak", acceptQueuePeak);
        Require.notNegative("listener.backlog", backlog);
    }
}
