// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Side;

import java.util.Comparator;

/** What the sockets of one {@link EndpointMinute} share. */
record EndpointKey(Side side, String endpoint) implements Comparable<EndpointKey> {
    private static final Comparator<EndpointKey> ORDER =
            Comparator.comparing(EndpointKey::side).thenComparing(EndpointKey::endpoint);

    @Override
    public int compareTo(EndpointKey other) {
        return ORDER.compare(this, other);
    }

    boolean isOther() {
        return endpoint.equals(Endpoint.OTHER);
    }

    EndpointKey other() {
        return new EndpointKey(side, Endpoint.OTHER);
    }

    void writeTo(CompactOutput out) {
        out.writeFlag(side == Side.CLIENT);
        out.writeText(endpoint);
    }

    static EndpointKey readFrom(CompactInput in) {
        return new EndpointKey(in.readFlag() ? Side.CLIENT : Side.SERVER, in.readText());
    }
}
