// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.CLOSE_WAIT_LEAK;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.SERVER_CLOSES_FIRST;

import dev.linger.advice.Thresholds;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S14: the clients close, the server forgets to. */
public final class ServerNeverCloses implements Scenario {
    private static final Thresholds AFTER_ONE_SECOND =
            Thresholds.from(
                    Settings.of(Map.of("rules.close-wait-leak-age", "1s"), Thresholds.SETTINGS));

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S14",
                "20 clients close against a server that never closes",
                "20 CLOSE_WAIT at the server, 20 FIN_WAIT2 and no TIME_WAIT at the client",
                5,
                Map.of(CLOSE_WAIT_LEAK, Severity.WARN),
                Set.of(EPHEMERAL_PORTS_PRESSURE, SERVER_CLOSES_FIRST));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.HOLD);
        pair.client().insist(new Connect(Pair.ENDPOINT, 20, 20, true, Options.NONE));
        Watch client = trial.watch(pair.clientNamespace());
        pair.client().insist(new Release(Pair.ENDPOINT));
        trial.pause(Duration.ofMillis(1500));
        Watch server = trial.watch(pair.serverNamespace());
        Observation seenAtServer = server.finish();
        Observation seenAtClient = client.finish();

        trial.equal(
                "CLOSE_WAIT of the server",
                20,
                seenAtServer.count(Side.SERVER, TcpState.CLOSE_WAIT));
        trial.equal(
                "FIN_WAIT2 of the client", 20, seenAtClient.count(Side.CLIENT, TcpState.FIN_WAIT2));
        trial.equal(
                "TIME_WAIT of the client", 0, seenAtClient.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seenAtServer, AFTER_ONE_SECOND);
        trial.judge(seenAtClient, AFTER_ONE_SECOND);
    }
}
