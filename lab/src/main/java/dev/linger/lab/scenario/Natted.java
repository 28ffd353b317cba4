// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Namespace.Port;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;

/**
 * A client behind a router that translates its address, and a server beyond.
 *
 * @param clientNamespace where the client lives, at {@link #CLIENT_ADDRESS}
 * @param natNamespace the router
 * @param serverNamespace where the server lives, at {@link #SERVER_ADDRESS}
 * @param client workload of the service {@link Pair#CLIENT}
 * @param server workload of the service {@link Pair#SERVER}
 */
public record Natted(
        Namespace clientNamespace,
        Namespace natNamespace,
        Namespace serverNamespace,
        Workload client,
        Workload server) {
    /** The client's address. */
    public static final String CLIENT_ADDRESS = "10.77.0.1";

    /** The address that the server sees. */
    public static final String NAT_ADDRESS = "10.78.0.1";

    /** The server's address. */
    public static final String SERVER_ADDRESS = "10.78.0.2";

    /** Where the server listens. */
    public static final String ENDPOINT = SERVER_ADDRESS + ":80";

    private static final String INNER_ADDRESS = "10.77.0.254";

    /**
     * Builds it.
     *
     * @param ports what follows the router's address in the rule, as in {@code :10000-10049}; empty
     *     keeps the client's port where it is free
     */
    static Natted on(Testbed testbed, String ports) {
        Namespace client = testbed.namespace("client");
        Namespace nat = testbed.namespace("nat");
        Namespace server = testbed.namespace("server");
        testbed.link(
                client,
                new Port("veth0", CLIENT_ADDRESS + "/24"),
                nat,
                new Port("inside", INNER_ADDRESS + "/24"));
        testbed.link(
                nat,
                new Port("outside", NAT_ADDRESS + "/24"),
                server,
                new Port("veth0", SERVER_ADDRESS + "/24"));
        client.defaultRoute(INNER_ADDRESS);
        nat.sysctl("net.ipv4.ip_forward", "1");
        nat.nft(
                "add table ip lab",
                "add chain ip lab source { type nat hook postrouting priority 100; }",
                "add rule ip lab source oifname outside ip protocol tcp snat to "
                        + NAT_ADDRESS
                        + ports);
        return new Natted(
                client,
                nat,
                server,
                testbed.workload(Pair.CLIENT, client),
                testbed.workload(Pair.SERVER, server));
    }

    /** The server listens at {@link #ENDPOINT}, with room for all. */
    public void serve(OnAccept onAccept) {
        server.insist(new Listen(ENDPOINT, Pair.BACKLOG, false, onAccept));
    }

    /**
     * The router forgets connections that are silent for this long, and drops what it does not
     * know, as most do.
     */
    public void forgetAfter(int seconds) {
        natNamespace.sysctl(
                "net.netfilter.nf_conntrack_tcp_timeout_established", Integer.toString(seconds));
        natNamespace.sysctl("net.netfilter.nf_conntrack_tcp_loose", "0");
        natNamespace.nft(
                "add chain ip lab forward { type filter hook forward priority 0; }",
                "add rule ip lab forward ct state invalid drop");
    }
}
