// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.TIME_WAIT_TABLE_FULL;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.Map;
import java.util.Set;

/** S7: a steady rate over the default range is harmless. */
public final class SteadyRate implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S7",
                "default range, 20 connects a second for 90 s",
                "TIME_WAIT level at rate times 60 s",
                95,
                Map.of(),
                Set.of(EPHEMERAL_PORTS_PRESSURE, TIME_WAIT_TABLE_FULL));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(20_000).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.ip_local_port_range", "32768 60999");
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(1800, 20, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects", 1800, outcome.succeeded());
        trial.between(
                "TIME_WAIT of the client", 1140, 1260, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seen);
    }
}
