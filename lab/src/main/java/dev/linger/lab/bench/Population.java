// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.lab.workload.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sockets in a namespace of their own, both ends of each connection in it. Every service connects
 * to endpoints of its own; nobody has more ports of one destination in TIME_WAIT than make
 * connect() slow.
 */
final class Population implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int ENDPOINTS = 5;
    private static final int FIRST_PORT = 10_000;
    private static final double ARMED_SHARE = 0.3;

    private final Testbed testbed = Testbed.open();
    private final Namespace namespace;
    private int nextPort = FIRST_PORT;

    private Population() {
        namespace = testbed.namespace("bench");
        namespace.sysctl("net.ipv4.ip_local_port_range", "16000 65535");
        namespace.sysctl("net.ipv4.tcp_max_tw_buckets", "300000");
        namespace.sysctl("net.ipv4.tcp_tw_reuse", "0");
        namespace.sysctl("net.ipv4.tcp_rfc1337", "1");
    }

    static Population open() {
        return new Population();
    }

    Namespace namespace() {
        return namespace;
    }

    /**
     * A pair of services, one of which connects to the other.
     *
     * @param client connects
     * @param server listens at all endpoints
     * @param endpoints where
     */
    record Pair(Workload client, Workload server, List<String> endpoints) {}

    /** Starts two services; the second treats connections as {@code onAccept} says. */
    Pair pair(String name, OnAccept onAccept) {
        Workload server = testbed.workload(name + "-server", namespace);
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            String endpoint = "127.0.0.1:" + nextPort++;
            server.insist(new Listen(endpoint, BACKLOG, false, onAccept));
            endpoints.add(endpoint);
        }
        return new Pair(testbed.workload(name, namespace), server, endpoints);
    }

    /**
     * Opens connections that stay, on a part of them keep-alive. They end with an RST, at once:
     * what closes in order stays in the kernel's table for a minute, and what is read next would
     * pay for it.
     */
    void establish(Pair pair, int connections) {
        connect(pair, connections, Options.abortive());
    }

    /** Opens connections of which the client then closes its end: CLOSE_WAIT and FIN_WAIT2. */
    void forget(Pair pair, int connections) {
        connect(pair, connections, Options.NONE);
        pair.endpoints().forEach(endpoint -> pair.client().insist(new Release(endpoint)));
    }

    private static void connect(Pair pair, int connections, Options options) {
        int each = connections / ENDPOINTS;
        for (String endpoint : pair.endpoints()) {
            int armed = (int) (ARMED_SHARE * each);
            pair.client().insist(new Connect(endpoint, each, armed, true, options));
        }
    }

    /** Opens and closes connections of several pairs at once, as fast as it goes. */
    static void churn(List<Pair> pairs, int connectionsEach, Closer closer) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Pair pair : pairs) {
            Request churn = new Churn(pair.endpoints(), connectionsEach, 0, closer, Options.NONE);
            running.add(
                    CompletableFuture.runAsync(
                            () -> pair.client().insist(churn), Thread::startVirtualThread));
        }
        running.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        testbed.close();
    }
}
