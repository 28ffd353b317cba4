// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Address and port of the server side of a connection.
 *
 * <p>Written {@code 10.0.0.2:9000} or {@code [2001:db8::1]:9000} (RFC 5952). An IPv4-mapped IPv6
 * address is written as the IPv4 address.
 */
public final class Endpoint {
    /** Stands for all endpoints of a service that were folded into one to keep a record bounded. */
    public static final String OTHER = "other";

    private Endpoint() {}

    /**
     * Writes an endpoint.
     *
     * @param address IPv4 or IPv6 address; {@link InetAddress} already unwraps IPv4-mapped ones
     * @param port 0 to 65535
     */
    public static String of(InetAddress address, int port) {
        String text = addressText(address);
        return address instanceof Inet6Address ? "[" + text + "]:" + port : text + ":" + port;
    }

    /** Writes an address without a port, IPv6 in the short form of RFC 5952 and without a scope. */
    public static String addressText(InetAddress address) {
        return address instanceof Inet6Address six
                ? Inet6Text.of(six.getAddress())
                : address.getHostAddress();
    }
}
