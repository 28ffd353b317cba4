// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint's part of a service's minute.
 *
 * @param side which end the service is
 * @param endpoint address and port of the server side, or {@code other}
 * @param hosts hosts of the service that had sockets of this endpoint
 * @param sockets what they did
 * @param bothEnds what both ends showed; absent where the other end was not observed or is not
 *     certain, in running minutes, and in minutes of earlier versions
 */
public record EndpointMinute(
        Side side, String endpoint, int hosts, SocketMinute sockets, @Nullable BothEnds bothEnds) {
    /** Refuses missing parts. */
    public EndpointMinute {
        Require.present("side", side);
        Require.name("endpoint", Require.present("endpoint", endpoint));
        Require.notNegative("hosts", hosts);
        Require.present("sockets", sockets);
    }

    /** As seen from this end alone. */
    public EndpointMinute(Side side, String endpoint, int hosts, SocketMinute sockets) {
        this(side, endpoint, hosts, sockets, null);
    }

    /** The same row, with both ends. */
    public EndpointMinute with(@Nullable BothEnds ends) {
        return new EndpointMinute(side, endpoint, hosts, sockets, ends);
    }
}
