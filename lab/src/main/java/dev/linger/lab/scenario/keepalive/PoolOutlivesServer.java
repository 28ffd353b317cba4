// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.keepalive;

import static dev.linger.model.finding.RuleName.CLOSE_WAIT_LEAK;
import static dev.linger.model.finding.RuleName.POOL_IDLE_LONGER_THAN_SERVER;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.AwaitEnd;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S24: the server ends an idle connection that the pool still holds. */
public final class PoolOutlivesServer implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S24",
                "the server closes an idle connection, the client keeps it and writes to it",
                "CLOSE_WAIT 1 and FIN_WAIT2 1; the next request is sent and gets no reply",
                6,
                Map.of(POOL_IDLE_LONGER_THAN_SERVER, Severity.WARN),
                Set.of(CLOSE_WAIT_LEAK));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.HOLD);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 1, true, Options.NONE));
        Watch client = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
        trial.equal(
                "closed by the server",
                1,
                pair.server().insist(new Release(Pair.ENDPOINT)).succeeded());
        trial.pause(Duration.ofMillis(600));
        Observation seenAtServer = server.finish();
        Observation seenAtClient = client.finish();
        Outcome written = pair.client().ask(new Send(Pair.ENDPOINT, 100));
        Outcome end = pair.client().ask(new AwaitEnd(Pair.ENDPOINT, 5));

        trial.equal(
                "CLOSE_WAIT of the client",
                1,
                seenAtClient.count(Side.CLIENT, TcpState.CLOSE_WAIT));
        trial.equal(
                "FIN_WAIT2 of the server", 1, seenAtServer.count(Side.SERVER, TcpState.FIN_WAIT2));
        trial.equal("requests written", 1, written.succeeded());
        trial.equal("replies", 0, end.succeeded());
        trial.judge(seenAtClient);
        trial.judge(seenAtServer);
    }
}
