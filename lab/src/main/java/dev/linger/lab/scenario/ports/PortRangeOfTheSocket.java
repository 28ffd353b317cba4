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
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** S30: IP_LOCAL_PORT_RANGE removes the cliff at half of the range, not the limit. */
public final class PortRangeOfTheSocket implements Scenario {
    private static final int PORTS = 10_000;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S30",
                "10000 ports, IP_LOCAL_PORT_RANGE over all of them, filled up",
                "connect() stays as fast to the last tenth; EADDRNOTAVAIL at 10000",
                5,
                Map.of(
                        EPHEMERAL_PORTS_PRESSURE,
                        Severity.CRITICAL,
                        EPHEMERAL_PORTS_EXHAUSTED,
                        Severity.CRITICAL),
                Set.of());
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome =
                pair.client()
                        .ask(
                                new Churn(
                                        List.of(Pair.ENDPOINT),
                                        2 * PORTS,
                                        0,
                                        Closer.CLIENT_THEN_SERVER,
                                        Options.ofPortRange(40_000, 40_000 + PORTS - 1)));
        Observation seen = watch.finish();

        trial.equal("connects before the first failure", PORTS, outcome.succeeded());
        trial.equal("errno", Outcome.EADDRNOTAVAIL, outcome.errno());
        trial.between(
                "median connect() of the last tenth over the first",
                0,
                3,
                outcome.lastTenthOverFirst());
        trial.judge(seen);
    }
}
