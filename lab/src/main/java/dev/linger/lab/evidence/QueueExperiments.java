// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.AcceptQueue;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.tcp.Side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Accept queues, and what TIME_WAIT costs. */
final class QueueExperiments {
    private static final int SOCKETS = 20_000;

    private QueueExperiments() {}

    static List<Experiment> all() {
        return List.of(
                Experiment.busy("none: listen(4)", trial -> slots(trial, 4, 4096)),
                Experiment.busy(
                        "listen(128) instead of listen(4)", trial -> slots(trial, 128, 4096)),
                Experiment.busy("somaxconn=64 before listen(128)", trial -> slots(trial, 128, 64)),
                Experiment.busy(
                        "the server closes first: 20000 TIME_WAIT", QueueExperiments::memory));
    }

    private static Measured slots(Trial trial, int backlog, int somaxconn) {
        Pair pair = trial.pair(1000);
        pair.serverNamespace().sysctl("net.core.somaxconn", Integer.toString(somaxconn));
        pair.server().insist(new Listen(Pair.ENDPOINT, backlog, false, OnAccept.NEVER));
        pair.client().insist(new Connect(Pair.ENDPOINT, 2 * backlog + 5, 0, false, Options.NONE));
        trial.pause(Duration.ofSeconds(1));
        return Measured.of(
                "connections that wait for accept()",
                "connections",
                Formula.F19,
                (double) AcceptQueue.slots(backlog, somaxconn),
                (double)
                        trial.watch(pair.serverNamespace())
                                .finish()
                                .listener(Pair.ENDPOINT)
                                .acceptQueue());
    }

    private static Measured memory(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.ip_local_port_range", "10000 64999");
        pair.serve(OnAccept.CLOSE);
        Options inOrder = Options.ofPortRange(10_000, 64_999);
        long before = timeWaitBytes();
        pair.client().insist(new Churn(List.of(Pair.ENDPOINT), SOCKETS, 0, Closer.SERVER, inOrder));
        return Measured.of(
                        "kernel memory of TIME_WAIT",
                        "B",
                        Formula.F17,
                        (double) SocketMemory.timeWaitBytes(SOCKETS, Side.SERVER),
                        (double) (timeWaitBytes() - before))
                .because("the slab is of the whole host, and grows by pages");
    }

    /** Objects in use times their size, of the slab cache of TIME_WAIT. */
    private static long timeWaitBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/slabinfo")).stream()
                    .filter(line -> line.startsWith("tw_sock_TCP "))
                    .map(line -> line.split("\\s+"))
                    .mapToLong(fields -> Long.parseLong(fields[1]) * Long.parseLong(fields[3]))
                    .findFirst()
                    .orElseThrow(
                            () -> new TestbedException("/proc/slabinfo has no line tw_sock_TCP"));
        } catch (IOException failure) {
            throw new TestbedException("cannot read /proc/slabinfo", failure);
        }
    }
}
