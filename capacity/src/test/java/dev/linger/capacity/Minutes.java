// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Service-minutes for tests. */
public final class Minutes {
    /** Usable ports of every endpoint made here. */
    public static final long USABLE = 1000;

    private Minutes() {}

    /** A complete minute of a service with one client-side endpoint. */
    public static ServiceMinute complete(
            String service, String endpoint, Instant minute, long used) {
        return of(service, minute, true, client(endpoint, used));
    }

    /** A minute with these endpoints. */
    public static ServiceMinute of(
            String service, Instant minute, boolean complete, EndpointMinute... endpoints) {
        return new ServiceMinute(
                1,
                service,
                minute,
                complete,
                1,
                6,
                60_000,
                sockets(null),
                List.of(endpoints),
                List.of(),
                null);
    }

    /** The client side of an endpoint, with so many of {@link #USABLE} ports used. */
    public static EndpointMinute client(String endpoint, long used) {
        return endpoint(
                Side.CLIENT,
                endpoint,
                new PortPressure("web-1", 1, "10.0.0.1", used, 0, USABLE, 0));
    }

    /** An endpoint. */
    public static EndpointMinute endpoint(
            Side side, String endpoint, @Nullable PortPressure ports) {
        return new EndpointMinute(side, endpoint, 1, sockets(ports));
    }

    private static SocketMinute sockets(@Nullable PortPressure ports) {
        return new SocketMinute(
                SocketGauges.NONE, StateCounts.NONE, "web-1", 0, 0, ports, null, Map.of());
    }
}
