// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Services;
import dev.linger.model.tcp.Family;

import java.util.Arrays;

/** A listening socket, from the first scan that saw it until it is forgotten. */
final class ListenSocket {
    final long cookie;
    final Family family;
    final int port;
    private final int[] address;
    private final boolean wildcard;
    private final String endpoint;

    /** Number of its service. */
    int owner = Services.UNKNOWN;

    long acceptQueue;
    long acceptQueuePeak;
    long backlog;
    long seenInScan;
    long seenAtNanos;

    ListenSocket(long cookie, Family family, int[] address, int port) {
        this.cookie = cookie;
        this.family = family;
        this.address = address.clone();
        this.port = port;
        this.wildcard = Arrays.stream(address).allMatch(word -> word == 0);
        this.endpoint =
                SocketAddresses.text(family, address[0], address[1], address[2], address[3], port);
    }

    /** Whether it accepts connections to this address; [::] accepts those of IPv4 too. */
    boolean covers(Family toFamily, int[] toAddress) {
        if (wildcard) {
            return family == Family.INET6 || toFamily == Family.INET;
        }
        return family == toFamily && Arrays.equals(address, toAddress);
    }

    String endpoint() {
        return endpoint;
    }
}
