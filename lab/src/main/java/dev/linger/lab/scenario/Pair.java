// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;

import java.util.List;

/**
 * Two hosts that talk: a namespace each, joined by a veth pair, with one workload each.
 *
 * @param clientNamespace where the client lives, at {@link #CLIENT_ADDRESS}
 * @param serverNamespace where the server lives, at {@link #SERVER_ADDRESS}
 * @param client workload of the service {@link #CLIENT}
 * @param server workload of the service {@link #SERVER}
 */
public record Pair(
        Namespace clientNamespace, Namespace serverNamespace, Workload client, Workload server) {
    /** The client's address. */
    public static final String CLIENT_ADDRESS = "10.77.0.1";

    /** The server's address. */
    public static final String SERVER_ADDRESS = "10.77.0.2";

    /** The client's service. */
    public static final String CLIENT = "client";

    /** The server's service. */
    public static final String SERVER = "server";

    /** The port that most scenarios use. */
    public static final String ENDPOINT = SERVER_ADDRESS + ":80";

    /** Room for every connection that a scenario leaves unaccepted for a moment. */
    public static final int BACKLOG = 4096;

    /**
     * Builds it. TIME_WAIT is not reused by the client, so that counts are exact.
     *
     * @param suffix tells its namespaces apart from those of another pair
     * @param firstPort first port of the client's ip_local_port_range
     * @param ports how many ports it holds
     */
    static Pair on(Testbed testbed, String suffix, int firstPort, int ports) {
        Namespace client = testbed.namespace("client" + suffix);
        Namespace server = testbed.namespace("server" + suffix);
        testbed.link(client, CLIENT_ADDRESS + "/24", server, SERVER_ADDRESS + "/24");
        client.sysctl("net.ipv4.tcp_tw_reuse", "0");
        client.sysctl("net.ipv4.ip_local_port_range", firstPort + " " + (firstPort + ports - 1));
        return new Pair(
                client, server, testbed.workload(CLIENT, client), testbed.workload(SERVER, server));
    }

    /**
     * From now on neither end sends RST, so that each TIME_WAIT lives out its 60 s and counts are
     * exact; see {@link Namespace#dropOutgoingResets}.
     */
    public Pair keepTimeWait() {
        clientNamespace.dropOutgoingResets();
        serverNamespace.dropOutgoingResets();
        return this;
    }

    /** The server listens at {@link #ENDPOINT}, with room for all. */
    public void serve(OnAccept onAccept) {
        serve(ENDPOINT, onAccept);
    }

    /** The server listens, with room for all. */
    public void serve(String endpoint, OnAccept onAccept) {
        server.insist(new Listen(endpoint, BACKLOG, false, onAccept));
    }

    /**
     * The client opens and closes connections to {@link #ENDPOINT}, one after the other.
     *
     * @param count how many it attempts
     * @param perSecond rate; 0 as fast as possible
     * @param closer who sends the first FIN
     */
    public Outcome churn(int count, double perSecond, Closer closer) {
        return client.ask(new Churn(List.of(ENDPOINT), count, perSecond, closer, Options.NONE));
    }
}
