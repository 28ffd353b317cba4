// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** IPv4 addresses as they are written in requests. */
final class Address {
    private Address() {}

    /** The address of {@code 10.0.0.2:9000}. */
    static InetSocketAddress of(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        return of(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }

    /** A numeric host and a port. */
    static InetSocketAddress of(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
