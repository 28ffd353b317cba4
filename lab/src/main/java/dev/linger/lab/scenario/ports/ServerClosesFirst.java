// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.SERVER_CLOSES_FIRST;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.Map;
import java.util.Set;

/** S4: the server closes first, and no client port is ever missing. */
public final class ServerClosesFirst implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S4",
                "server closes first, 1000 connects over 200 client ports",
                "no error, 100 TIME_WAIT at the server (half of the ports), none at the client",
                5,
                Map.of(SERVER_CLOSES_FIRST, Severity.INFO),
                Set.of(EPHEMERAL_PORTS_PRESSURE, EPHEMERAL_PORTS_EXHAUSTED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(200).keepTimeWait();
        pair.serve(OnAccept.CLOSE);
        Watch client = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
        Outcome outcome = pair.churn(1000, 0, Closer.SERVER);
        Observation seenAtServer = server.finish();
        Observation seenAtClient = client.finish();

        trial.equal("connects", 1000, outcome.succeeded());
        trial.between(
                "TIME_WAIT of the server",
                98,
                100,
                seenAtServer.count(Side.SERVER, TcpState.TIME_WAIT));
        trial.equal(
                "TIME_WAIT of the client", 0, seenAtClient.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seenAtServer);
        trial.judge(seenAtClient);
    }
}
