// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.linux.NetworkNamespace;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Real connections inside a namespace, each brought into a known state. */
final class TestConnections implements AutoCloseable {
    private final NetworkNamespace namespace;
    private final Map<Integer, ServerSocketChannel> listeners = new HashMap<>();
    private final List<SocketChannel> open = new ArrayList<>();

    TestConnections(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Both ends of connections, in the same order. */
    record Pairs(List<SocketChannel> clients, List<SocketChannel> servers) {}

    void listen(String address, int port, int backlog) throws Exception {
        listeners.put(
                port,
                namespace.call(() ->
                        ServerSocketChannel.open()
                                .bind(new InetSocketAddress(address, port), backlog)));
    }

    Pairs establish(String address, int port, int count) throws Exception {
        Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < count; i++) {
            pairs.clients.add(connect(address, port));
            pairs.servers.add(accept(port));
        }
        return pairs;
    }

    /** Both ends of connections whose client bound an ephemeral port before it connected. */
    Pairs establishBound(String address, int port, int count) throws Exception {
        Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < count; i++) {
            SocketChannel client =
                    namespace.call(() -> {
                        SocketChannel bound = SocketChannel.open();
                        bound.bind(new InetSocketAddress(address, 0));
                        bound.connect(new InetSocketAddress(address, port));
                        return bound;
                    });
            open.add(client);
            pairs.clients.add(client);
            pairs.servers.add(accept(port));
        }
        return pairs;
    }

    /** The clients say that they send no more, and keep their sockets: FIN_WAIT2 with an owner. */
    void shutDownOutput(Pairs pairs) throws Exception {
        for (int i = 0; i < pairs.clients.size(); i++) {
            pairs.clients.get(i).shutdownOutput();
            awaitEnd(pairs.servers.get(i));
        }
        awaitAcknowledgements();
    }

    /** Connects without accepting. */
    void fillQueue(String address, int port, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            connect(address, port);
        }
    }

    /** Begins to connect to a listener whose queue is full: the client stays in SYN_SENT. */
    void startConnecting(String address, int port) throws Exception {
        open.add(
                namespace.call(() -> {
                    SocketChannel client = SocketChannel.open();
                    client.configureBlocking(false);
                    client.connect(new InetSocketAddress(address, port));
                    return client;
                }));
    }

    void armKeepAlive(Pairs pairs) throws IOException {
        for (SocketChannel client : pairs.clients) {
            client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** The client closes, the server does not: CLOSE_WAIT and FIN_WAIT2. */
    void closeClients(Pairs pairs) throws Exception {
        for (int i = 0; i < pairs.clients.size(); i++) {
            pairs.clients.get(i).close();
            awaitEnd(pairs.servers.get(i));
        }
        awaitAcknowledgements();
    }

    /** The client closes, then the server: TIME_WAIT at the client. */
    void closeBoth(Pairs pairs) throws IOException {
        closeInTurn(pairs.clients, pairs.servers);
    }

    /** The server closes, then the client: TIME_WAIT at the server. */
    void closeServersFirst(Pairs pairs) throws IOException {
        closeInTurn(pairs.servers, pairs.clients);
    }

    private static void closeInTurn(List<SocketChannel> first, List<SocketChannel> second)
            throws IOException {
        for (int i = 0; i < first.size(); i++) {
            first.get(i).close();
            awaitEnd(second.get(i));
            second.get(i).close();
        }
    }

    private static void awaitEnd(SocketChannel channel) throws IOException {
        if (channel.read(ByteBuffer.allocate(1)) != -1) {
            throw new IOException("the peer has not closed " + channel);
        }
    }

    /** A FIN may be acknowledged 40 ms after it was seen: until then its sender is in FIN_WAIT1. */
    private void awaitAcknowledgements() throws Exception {
        for (String table : List.of("tcp", "tcp6")) {
            while (namespace.call(() -> hasFinWait1(table))) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean hasFinWait1(String table) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net", table))) {
            return lines.anyMatch(line -> line.matches(" *\\d+: \\S+ \\S+ 04 .*"));
        }
    }

    private SocketChannel connect(String address, int port) throws Exception {
        SocketChannel client =
                namespace.call(() -> SocketChannel.open(new InetSocketAddress(address, port)));
        open.add(client);
        return client;
    }

    private SocketChannel accept(int port) throws IOException {
        SocketChannel server = Objects.requireNonNull(listeners.get(port)).accept();
        open.add(server);
        return server;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        for (ServerSocketChannel listener : listeners.values()) {
            listener.close();
        }
        listeners.clear();
    }
}
