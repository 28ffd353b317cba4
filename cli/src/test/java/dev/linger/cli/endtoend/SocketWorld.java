// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.lab.workload.Workload;

import java.nio.file.Path;

/**
 * Two namespaces with real connections in exact numbers. The collector looks at one of them only,
 * so that the other ends, which the test does not count, stay out of sight.
 *
 * <pre>
 *    seen: 600 ephemeral ports                                  unseen
 *    orders  200 ESTABLISHED, 60 of them armed  ───────────▶ :9000 reads
 *    orders  330 held, then closed first: TIME_WAIT  ──────▶ :9001 reads
 *    billing :7000  20 CLOSE_WAIT, never closed  ◀────────── 20 clients, closed
 *    desk    :7001  accept queue 5 of 4          ◀────────── 10 clients
 * </pre>
 */
final class SocketWorld implements AutoCloseable {
    static final int EPHEMERAL_PORTS = 600;
    static final int HELD = 200;
    static final int HELD_ARMED = 60;
    static final int CLOSED_FIRST = 330;
    static final int FORGOTTEN = 20;

    static final String HELD_ENDPOINT = "10.77.0.2:9000";
    static final String CLOSED_ENDPOINT = "10.77.0.2:9001";
    static final String FORGOTTEN_ENDPOINT = "10.77.0.1:7000";
    static final String FULL_ENDPOINT = "10.77.0.1:7001";

    private static final int ROOM = 1024;
    private static final int BACKLOG = 4;
    private static final int KNOCKING = 10;

    private final Testbed testbed;
    private final Namespace seen;
    private final Workload orders;

    private SocketWorld(Testbed testbed) {
        this.testbed = testbed;
        this.seen = testbed.namespace("seen");
        Namespace unseen = testbed.namespace("unseen");
        testbed.link(seen, "10.77.0.1/24", unseen, "10.77.0.2/24");
        seen.sysctl("net.ipv4.tcp_tw_reuse", "0");
        seen.sysctl("net.ipv4.ip_local_port_range", "40000 40599");
        unseen.dropOutgoingResets();

        Workload peers = testbed.workload("peers", unseen);
        peers.insist(new Listen(HELD_ENDPOINT, ROOM, true, OnAccept.SINK));
        peers.insist(new Listen(CLOSED_ENDPOINT, ROOM, true, OnAccept.SINK));
        Workload billing = testbed.workload("billing", seen);
        billing.insist(new Listen(FORGOTTEN_ENDPOINT, ROOM, true, OnAccept.HOLD));
        Workload desk = testbed.workload("desk", seen);
        desk.insist(new Listen(FULL_ENDPOINT, BACKLOG, true, OnAccept.NEVER));

        this.orders = testbed.workload("orders", seen);
        orders.insist(connect(HELD_ENDPOINT, HELD, HELD_ARMED, true));
        orders.insist(connect(CLOSED_ENDPOINT, CLOSED_FIRST, CLOSED_FIRST, true));
        peers.insist(connect(FORGOTTEN_ENDPOINT, FORGOTTEN, FORGOTTEN, true));
        peers.insist(new Release(FORGOTTEN_ENDPOINT));
        peers.insist(connect(FULL_ENDPOINT, KNOCKING, KNOCKING, false));
    }

    /** Opens everything; {@link #CLOSED_ENDPOINT}'s connections are still open. */
    static SocketWorld open() {
        Testbed testbed = Testbed.open();
        try {
            return new SocketWorld(testbed);
        } catch (RuntimeException failure) {
            testbed.close();
            throw failure;
        }
    }

    private static Connect connect(String endpoint, int count, int armed, boolean await) {
        return new Connect(endpoint, count, armed, await, Options.NONE);
    }

    /** Closes the connections to {@link #CLOSED_ENDPOINT} first, which leaves TIME_WAIT. */
    void closeFirst() {
        orders.insist(new Release(CLOSED_ENDPOINT));
    }

    /** What {@code collector.namespace} takes. */
    Path namespace() {
        return seen.path();
    }

    /** Runs a command in the namespace and returns what it printed. */
    String run(String... command) {
        return seen.run(command);
    }

    @Override
    public void close() {
        testbed.close();
    }
}
