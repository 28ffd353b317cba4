// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.embedded;

import dev.linger.model.part.PartFailedException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A TCP port of 127.0.0.1 for a server that is about to listen on it. */
public final class LoopbackPort {
    /** The only address on which {@code linger up} listens. */
    public static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /**
     * {@code wanted} if nobody listens on it, or any free port for 0.
     *
     * @param wanted the port, or 0
     * @param use what it is for, for the message
     * @param option the option that sets it, for the message
     * @throws PartFailedException if it is taken or not allowed
     */
    public static int claim(int wanted, String use, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            boolean forbidden = String.valueOf(e.getMessage()).contains("Permission denied");
            throw new PartFailedException(
                    "port "
                            + wanted
                            + " for "
                            + use
                            + (forbidden
                                    ? " is not allowed to this user"
                                    : " is taken by another process")
                            + "; give another with "
                            + option
                            + " (0 picks a free one)",
                    e);
        }
    }
}
