// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Services;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

/** Finds the owner of groups whose sockets carry none, once a scan is complete. */
final class OwnerResolution {
    private final ListenerTable listeners;
    private final Talkers talkers;

    OwnerResolution(ListenerTable listeners, Talkers talkers) {
        this.listeners = listeners;
        this.talkers = talkers;
    }

    /**
     * A group with its owner.
     *
     * @param key the group, never pending
     * @param by how a pending owner was found; null where the owner was known before
     */
    record Resolved(GroupKey key, @Nullable OwnedBy by) {}

    /** The listener of its port on the server side, the one known talker on the client side. */
    Resolved resolve(GroupKey key, long nowNanos) {
        if (key.owner() != CellTable.PENDING) {
            return new Resolved(key, null);
        }
        if (key.isOther()) {
            return new Resolved(key.ownedBy(Services.UNKNOWN), OwnedBy.UNKNOWN);
        }
        boolean server = key.side() == Side.SERVER;
        int owner = server ? ofListener(key) : talkers.only(key, nowNanos);
        if (owner == Services.UNKNOWN) {
            return new Resolved(key.ownedBy(Services.UNKNOWN), OwnedBy.UNKNOWN);
        }
        return new Resolved(key.ownedBy(owner), server ? OwnedBy.LISTENER : OwnedBy.ENDPOINT);
    }

    private int ofListener(GroupKey key) {
        int[] address = {key.a(), key.b(), key.c(), key.d()};
        ListenSocket listener = listeners.find(key.family(), address, key.port());
        return listener == null ? Services.UNKNOWN : listener.owner;
    }
}
