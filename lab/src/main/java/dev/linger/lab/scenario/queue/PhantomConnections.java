// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.queue;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.PHANTOM_ESTABLISHED;
import static dev.linger.model.finding.RuleName.WRITE_STALLED;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Listen;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S19: the last ACK of a handshake meets a full accept queue. */
public final class PhantomConnections implements Scenario {
    private static final int BACKLOG = 4;
    private static final int BYTES = 100;
    private static final int QUEUED = 3;
    private static final int HELD = 5;
    private static final int REFUSED = QUEUED + HELD - (BACKLOG + 1);

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S19",
                "3 connections wait for accept(), backlog 4, then the last ACKs of 5 more arrive",
                "tcp_abort_on_overflow=0: 3 ESTABLISHED that the server does not know; =1: 3 resets",
                9,
                Map.of(ACCEPT_QUEUE_FULL, Severity.HIGH, PHANTOM_ESTABLISHED, Severity.WARN),
                Set.of(WRITE_STALLED));
    }

    @Override
    public void run(Trial trial) {
        Seen dropped = overflow(trial, "0");
        trial.equal(
                "ESTABLISHED of the client, tcp_abort_on_overflow=0",
                QUEUED + HELD,
                dropped.client().count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal(
                "of them with bytes that nobody takes",
                (long) REFUSED * BYTES,
                dropped.client().sendQueueBytes(Side.CLIENT));
        trial.equal("resets", 0, dropped.server().increase("Tcp.OutRsts"));
        trial.judge(dropped.server());
        trial.judge(dropped.client());

        Seen reset = overflow(trial, "1");
        trial.equal(
                "ESTABLISHED of the client, tcp_abort_on_overflow=1",
                BACKLOG + 1,
                reset.client().count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal("resets sent", REFUSED, reset.server().increase("Tcp.OutRsts"));
        trial.equal("resets received", REFUSED, reset.client().increase("Tcp.EstabResets"));
    }

    private record Seen(Observation client, Observation server) {}

    private static Seen overflow(Trial trial, String abortOnOverflow) {
        Pair pair = trial.pair(1000);
        pair.serverNamespace().sysctl("net.ipv4.tcp_abort_on_overflow", abortOnOverflow);
        pair.server().insist(new Listen(Pair.ENDPOINT, BACKLOG, false, OnAccept.NEVER));
        Connect connect = new Connect(Pair.ENDPOINT, QUEUED, 0, true, Options.NONE);
        pair.client().insist(connect);
        Watch client = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
        pair.clientNamespace().holdAcks();
        pair.client().insist(new Connect(Pair.ENDPOINT, HELD, 0, true, Options.NONE));
        pair.clientNamespace().sendAcksAgain();
        trial.pause(Duration.ofMillis(1800));
        pair.client().ask(new Send(Pair.ENDPOINT, BYTES));
        trial.pause(Duration.ofMillis(800));
        return new Seen(client.finish(), server.finish());
    }
}
