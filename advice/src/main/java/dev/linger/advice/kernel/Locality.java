// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

import dev.linger.model.minute.SocketMinute;

/** Where the peer of an endpoint is. */
public final class Locality {
    private Locality() {}

    /** Whether an endpoint or address lies in 127.0.0.0/8 or is ::1. */
    public static boolean isLoopback(String endpointOrAddress) {
        return endpointOrAddress.startsWith("127.")
                || endpointOrAddress.startsWith("[::1]")
                || endpointOrAddress.equals("::1");
    }

    /** The address of {@code 10.0.0.2:9000} or {@code [2001:db8::1]:9000}, without brackets. */
    public static String addressOf(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        String address = colon < 0 ? endpoint : endpoint.substring(0, colon);
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    /**
     * Whether both ends are certainly on one host: over a loopback address, or from an address to
     * itself. The network cannot lose such a peer, and the kernel always tells when it ends.
     */
    public static boolean isSameHost(String endpoint, SocketMinute sockets) {
        if (isLoopback(endpoint)) {
            return true;
        }
        var ports = sockets.ports();
        return ports != null && ports.sourceAddress().equals(addressOf(endpoint));
    }
}
