// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

import java.util.List;

/**
 * What the two ends of an endpoint's connections showed within a minute, where both were observed
 * and it is certain that they belong together: the address is that of one host of the network, or a
 * loopback address of one network namespace, and that host was read completely.
 *
 * <p>Clients that Linger does not observe are missing from the client's counts, never from the
 * server's.
 *
 * @param clientEstablished ESTABLISHED sockets of all observed clients, mean over the minute
 * @param serverEstablished ESTABLISHED sockets of the server, mean
 * @param clientActiveCloses connections that observed clients closed first
 * @param serverActiveCloses connections that the server closed first
 * @param others at a client the server; at a server the callers with most sockets first
 */
public record BothEnds(
        long clientEstablished,
        long serverEstablished,
        long clientActiveCloses,
        long serverActiveCloses,
        List<OtherEnd> others) {
    /** Callers that a minute lists by name; the rest is added up as {@code other}. */
    public static final int MAX_OTHERS = 16;

    /** Refuses negative counts, and ends without another end. */
    public BothEnds {
        Require.notNegative("bothEnds.clientEstablished", clientEstablished);
        Require.notNegative("bothEnds.serverEstablished", serverEstablished);
        Require.notNegative("bothEnds.clientActiveCloses", clientActiveCloses);
        Require.notNegative("bothEnds.serverActiveCloses", serverActiveCloses);
        others = Require.copy("bothEnds.others", others);
        if (others.isEmpty()) {
            throw new IllegalArgumentException("bothEnds names no other end");
        }
    }
}
