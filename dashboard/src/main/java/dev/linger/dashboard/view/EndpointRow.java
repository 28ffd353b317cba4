// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.tcp.Side;
import dev.linger.storage.query.PresentEndpoint;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a service in the table.
 *
 * @param side which end the service is
 * @param endpoint address and port of the server side
 * @param hosts hosts that have sockets of it
 * @param bar its connections by state
 * @param ports its port utilisation; absent on the server side
 * @param coverage its keep-alive coverage; absent where nothing is established
 * @param activeClosesPerSecond connections that hosts close first
 * @param roundTrip mean round-trip time, in words
 */
public record EndpointRow(
        Side side,
        String endpoint,
        int hosts,
        StateBar bar,
        @Nullable PortBar ports,
        @Nullable Coverage coverage,
        double activeClosesPerSecond,
        String roundTrip) {

    /** The row of an endpoint. */
    public static EndpointRow of(PresentEndpoint present) {
        var sockets = present.sockets();
        Long rttMicros = sockets.rttMicros();
        return new EndpointRow(
                present.side(),
                present.endpoint(),
                present.hosts(),
                StateBar.of(sockets.states()),
                PortBar.of(sockets.ports(), present.endpoint()),
                Coverage.of(sockets.keepAlive()),
                present.activeClosesPerSecond(),
                rttMicros == null ? Text.NONE : Text.micros(rttMicros));
    }
}
