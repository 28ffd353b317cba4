// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sockets of this process that are in trouble until they are closed. */
final class SocketTrouble implements AutoCloseable {
    private static final int FULL_WITH = 10;
    private static final int LEAKED = 20;

    private final ServerSocket server;
    private final List<Closeable> open = new ArrayList<>();

    /** How trouble begins. */
    @FunctionalInterface
    interface Cause {
        SocketTrouble begin() throws IOException;
    }

    private SocketTrouble(int backlog) throws IOException {
        server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    /** As S18 of the lab: a backlog of 4, ten clients, nobody accepts. */
    static SocketTrouble fullAcceptQueue() throws IOException {
        SocketTrouble trouble = new SocketTrouble(4);
        for (int i = 0; i < FULL_WITH; i++) {
            SocketChannel client = SocketChannel.open();
            trouble.open.add(client);
            client.configureBlocking(false);
            client.connect(trouble.address());
        }
        return trouble;
    }

    /** As S14 of the lab: twenty clients close, the server does not. */
    static SocketTrouble closeWaitLeak() throws IOException {
        SocketTrouble trouble = new SocketTrouble(LEAKED);
        for (int i = 0; i < LEAKED; i++) {
            try (Socket client = new Socket()) {
                client.connect(trouble.address());
                trouble.open.add(trouble.server.accept());
            }
        }
        return trouble;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), port());
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : open) {
            socket.close();
        }
        server.close();
    }
}
