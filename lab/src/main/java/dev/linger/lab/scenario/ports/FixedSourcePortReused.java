// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.FIXED_SOURCE_PORT;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** S10: with SO_REUSEADDR and timestamps a fixed source port is reused at once. */
public final class FixedSourcePortReused implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S10",
                "client dials 200 times from port 8081 with SO_REUSEADDR",
                "200 connects, no error",
                5,
                Map.of(FIXED_SOURCE_PORT, Severity.INFO),
                Set.of(EPHEMERAL_PORTS_EXHAUSTED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.serve(OnAccept.SINK);
        Options fixed = Options.boundTo(Pair.CLIENT_ADDRESS, 8081, false, true);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome =
                pair.client()
                        .ask(
                                new Churn(
                                        List.of(Pair.ENDPOINT),
                                        200,
                                        0,
                                        Closer.CLIENT_THEN_SERVER,
                                        fixed));
        Observation seen = watch.finish();

        trial.equal("connects", 200, outcome.succeeded());
        trial.equal("TIME_WAIT", 1, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seen);
    }
}
