// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.TIME_WAIT_REUSED;

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

/** S5: tcp_tw_reuse carries a rate that 60 s of TIME_WAIT would not. */
public final class ReuseSustains implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S5",
                "tcp_tw_reuse=1, 200 ports, 80 connects a second for 20 s",
                "no error, TIME_WAIT level at half of the ports, TWRecycled rises",
                25,
                Map.of(TIME_WAIT_REUSED, Severity.INFO),
                Set.of(EPHEMERAL_PORTS_PRESSURE));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(200).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_tw_reuse", "1");
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(1600, 80, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects", 1600, outcome.succeeded());
        trial.between(
                "TIME_WAIT of the client", 98, 102, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.atLeast("increase of TWRecycled", 1, seen.increase("TcpExt.TWRecycled"));
        trial.judge(seen);
    }
}
