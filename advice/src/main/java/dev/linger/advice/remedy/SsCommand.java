// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.model.tcp.Endpoint;
import dev.linger.model.tcp.Side;

/**
 * Commands of iproute2's ss that show the sockets of an endpoint, to be run in the service's
 * network namespace.
 */
public final class SsCommand {
    private SsCommand() {}

    /** Lists sockets in a state of ss ({@code established}, {@code close-wait}, {@code all}). */
    public static String list(String flags, String state, Side side, String endpoint) {
        return "ss -Htan" + flags + " state " + state + filter(side, endpoint);
    }

    /** Counts them. */
    public static String count(String state, Side side, String endpoint) {
        return list("", state, side, endpoint) + " | wc -l";
    }

    /** Shows a listener's accept queue (Recv-Q) and its limit (Send-Q). */
    public static String listener(String endpoint) {
        return "ss -Hltn 'sport = :" + endpoint.substring(endpoint.lastIndexOf(':') + 1) + "'";
    }

    private static String filter(Side side, String endpoint) {
        if (endpoint.equals(Endpoint.OTHER)) {
            return "";
        }
        return switch (side) {
            case CLIENT -> " dst " + endpoint;
            case SERVER -> " src " + endpoint;
        };
    }
}
