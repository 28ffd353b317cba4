// SPDX-License-Identifier: Apache-2.0
package dev.linger.packaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections on the loopback device, both ends in this process. */
final class LoopbackConnections {
    private static final int BACKLOG = 64;

    private final List<SocketChannel> ends = new ArrayList<>();

    private LoopbackConnections() {}

    /**
     * Opens connections.
     *
     * @throws IOException if not all of them could be opened
     */
    static LoopbackConnections open(int count) throws IOException {
        LoopbackConnections connections = new LoopbackConnections();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            for (int i = 0; i < count; i++) {
                connections.ends.add(SocketChannel.open(server.getLocalAddress()));
                connections.ends.add(server.accept());
            }
        } catch (IOException e) {
            connections.close();
            throw e;
        }
        return connections;
    }

    /** Closes both ends of all. */
    void close() throws IOException {
        for (SocketChannel end : ends) {
            end.close();
        }
    }
}
