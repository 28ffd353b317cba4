// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

/**
 * What the sockets of a group share, within a namespace. Where source addresses are told apart, one
 * of them stands in the endpoint's place, without a port.
 *
 * @param owner number of the service, or {@link CellTable#PENDING}
 * @param kind side, family and whether it stands for other endpoints, as in {@link CellTable}
 * @param a first word of the endpoint's address, network order
 * @param b second word
 * @param c third word
 * @param d last word; an IPv4 address lies here alone
 * @param port the endpoint's port; 0 with a source address
 */
record GroupKey(int owner, int kind, int a, int b, int c, int d, int port) {
    /** Not the record's own, which takes 20 ms to link at the first call, and is slower later. */
    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof GroupKey other
                && owner == other.owner
                && kind == other.kind
                && a == other.a
                && b == other.b
                && c == other.c
                && d == other.d
                && port == other.port;
    }

    @Override
    public int hashCode() {
        int hash = 31 * owner + kind;
        hash = 31 * hash + a;
        hash = 31 * hash + b;
        hash = 31 * hash + c;
        hash = 31 * hash + d;
        return 31 * hash + port;
    }

    Side side() {
        return CellTable.sideOf(kind);
    }

    Family family() {
        return CellTable.familyOf(kind);
    }

    boolean isOther() {
        return (kind & CellTable.OTHER_BIT) != 0;
    }

    /** The group of another owner with the same side, family and endpoint. */
    GroupKey ownedBy(int other) {
        return new GroupKey(other, kind, a, b, c, d, port);
    }

    /** The group that takes what does not fit. */
    GroupKey other() {
        return new GroupKey(owner, kind | CellTable.OTHER_BIT, 0, 0, 0, 0, 0);
    }

    /** The address alone as text; not for {@link #isOther}. */
    String address() {
        return SocketAddresses.text(family(), a, b, c, d);
    }

    /** The endpoint as text; not for {@link #isOther}. */
    String endpoint() {
        return SocketAddresses.text(family(), a, b, c, d, port);
    }
}
