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

    /** Whether an IPv4 address is one of RFC 1918 or RFC 6598, which NATs translate. */
    public static boolean isPrivate(String address) {
        if (address.startsWith("10.") || address.startsWith("192.168.")) {
            return true;
        }
        return (address.startsWith("172.") && between(secondOctet(address), 16, 31))
                || (address.startsWith("100.") && between(secondOctet(address), 64, 127));
    }

    /** Whether an IPv4 address is reached across the internet. IPv6 is not translated: false. */
    public static boolean isPublic(String address) {
        return address.indexOf(':') < 0
                && !isPrivate(address)
                && !isLoopback(address)
                && !address.startsWith("169.254.")
                && !address.startsWith("0.");
    }

    private static int secondOctet(String address) {
        int start = address.indexOf('.') + 1;
        int end = address.indexOf('.', start);
        return end < 0 ? -1 : Integer.parseInt(address, start, end, 10);
    }

    private static boolean between(int value, int low, int high) {
        return value >= low && value <= high;
    }
}
