// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;
import dev.linger.model.tcp.Side;

/**
 * One endpoint's part of a service's minute.
 *
 * @param side which end the service is
 * @param endpoint address and port of the server side, or {@code other}
 * @param hosts hosts of the service that had sockets of this endpoint
 * @param sockets what they did
 */
public record EndpointMinute(Side side, String endpoint, int hosts, SocketMinute sockets) {
    /** Refuses missing parts. */
    public EndpointMinute {
        Require.present("side", side);
        Require.name("endpoint", Require.present("endpoint", endpoint));
        Require.notNegative("hosts", hosts);
        Require.present("sockets", sockets);
    }
}
