// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.queue;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.FD_LIMIT_NEAR;

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
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S18: a server that does not accept. */
public final class AcceptQueueOverflows implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S18",
                "backlog 4, nobody accepts, 10 clients connect",
                "5 ESTABLISHED, 5 SYN_SENT, accept queue 5 of 4, ListenOverflows rises, no RST",
                6,
                Map.of(ACCEPT_QUEUE_FULL, Severity.CRITICAL),
                Set.of(FD_LIMIT_NEAR));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.server().insist(new Listen(Pair.ENDPOINT, 4, true, OnAccept.NEVER));
        pair.client().insist(new Connect(Pair.ENDPOINT, 5, 5, true, Options.NONE));
        Watch client = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
        pair.client().insist(new Connect(Pair.ENDPOINT, 5, 5, false, Options.NONE));
        trial.pause(Duration.ofSeconds(2));
        Observation seenAtServer = server.finish();
        Observation seenAtClient = client.finish();

        trial.equal(
                "ESTABLISHED of the client",
                5,
                seenAtClient.count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal(
                "SYN_SENT of the client", 5, seenAtClient.count(Side.CLIENT, TcpState.SYN_SENT));
        trial.equal("accept queue", 5, seenAtServer.listener(Pair.ENDPOINT).acceptQueue());
        trial.equal("backlog", 4, seenAtServer.listener(Pair.ENDPOINT).backlog());
        long overflows = seenAtServer.increase("TcpExt.ListenOverflows");
        trial.atLeast("increase of ListenOverflows", 1, overflows);
        trial.equal(
                "increase of ListenDrops", overflows, seenAtServer.increase("TcpExt.ListenDrops"));
        trial.equal("RST sent by the server", 0, seenAtServer.increase("Tcp.OutRsts"));
        trial.judge(seenAtServer);
    }
}
