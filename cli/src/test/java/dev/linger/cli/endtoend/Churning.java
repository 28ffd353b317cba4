// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.endtoend;

import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Workload;

import java.util.List;

/** A shop whose client opens and closes connections, as long as the testbed lasts. */
final class Churning {
    /** The service that connects. */
    static final String CLIENT = "visitor";

    private static final String ENDPOINT = "10.88.0.1:80";
    private static final int PER_SECOND = 50;
    private static final int BACKLOG = 512;
    private static final int CONNECTIONS = 200_000;

    private Churning() {}

    static void in(Testbed testbed, Namespace namespace) {
        namespace.address("lo", "10.88.0.1/32");
        Workload shop = testbed.workload("shop", namespace);
        Workload visitor = testbed.workload(CLIENT, namespace);
        shop.insist(new Listen(ENDPOINT, BACKLOG, true, OnAccept.SINK));
        visitor.insist(new Connect(ENDPOINT, 1, 1, true, Options.NONE));
        Churn churn =
                new Churn(List.of(ENDPOINT), CONNECTIONS, PER_SECOND, Closer.CLIENT, Options.NONE);
        Thread.ofVirtual().name("churning").start(() -> untilClosed(visitor, churn));
    }

    private static void untilClosed(Workload visitor, Churn churn) {
        try {
            visitor.insist(churn);
        } catch (TestbedException closed) {
            // The testbed ended the visitor, which is how churning ends.
        }
    }
}
