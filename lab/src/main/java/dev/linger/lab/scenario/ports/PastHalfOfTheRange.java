// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;

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

import java.util.Map;
import java.util.Set;

/** S2: more than half of the ports towards one destination are used. */
public final class PastHalfOfTheRange implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S2",
                "client closes first, 1000 ports, 550 connects to one destination",
                "utilisation 0.55, no error",
                5,
                Map.of(EPHEMERAL_PORTS_PRESSURE, Severity.HIGH),
                Set.of(EPHEMERAL_PORTS_EXHAUSTED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(550, 0, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects", 550, outcome.succeeded());
        trial.between("utilisation", 0.549, 0.551, seen.utilisation());
        trial.judge(seen);
    }
}
