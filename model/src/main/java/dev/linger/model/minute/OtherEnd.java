// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

/**
 * A service at the other end of an endpoint's connections, as its own hosts saw it: of a client,
 * the server; of a server, one of its callers.
 *
 * @param service the service; {@code unknown} where its sockets have no known owner, {@code other}
 *     for the callers that are not listed
 * @param host its host with the most of these sockets
 * @param hosts its hosts that had such sockets
 * @param established ESTABLISHED sockets, mean over the minute
 * @param synReceived SYN_RECV sockets, mean
 * @param finWait2 FIN_WAIT2 sockets, mean
 * @param closeWait CLOSE_WAIT sockets, mean
 * @param timeWait TIME_WAIT sockets, mean
 * @param activeCloses connections that it closed first
 * @param opened connections first seen
 * @param acceptQueuePeak most connections seen waiting for accept(); of a server whose listener was
 *     seen, else absent
 * @param backlog the queue's limit; it is full when it holds one more; absent with the peak
 */
public record OtherEnd(
        String service,
        String host,
        int hosts,
        long established,
        long synReceived,
        long finWait2,
        long closeWait,
        long timeWait,
        long activeCloses,
        long opened,
        @Nullable Long acceptQueuePeak,
        @Nullable Long backlog) {
    /** Refuses missing parts and negative counts. */
    public OtherEnd {
        Require.name("otherEnd.service", Require.present("otherEnd.service", service));
        Require.name("otherEnd.host", Require.present("otherEnd.host", host));
        Require.notNegative("otherEnd.hosts", hosts);
        Require.notNegative("otherEnd.established", established);
        Require.notNegative("otherEnd.synReceived", synReceived);
        Require.notNegative("otherEnd.finWait2", finWait2);
        Require.notNegative("otherEnd.closeWait", closeWait);
        Require.notNegative("otherEnd.timeWait", timeWait);
        Require.notNegative("otherEnd.activeCloses", activeCloses);
        Require.notNegative("otherEnd.opened", opened);
        if ((acceptQueuePeak == null) != (backlog == null)) {
            throw new IllegalArgumentException(
                    "otherEnd has an acceptQueuePeak of "
                            + acceptQueuePeak
                            + " and a backlog of "
                            + backlog
                            + "; they go together");
        }
    }
}
