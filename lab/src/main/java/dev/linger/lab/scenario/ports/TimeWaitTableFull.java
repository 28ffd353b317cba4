// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.TIME_WAIT_TABLE_FULL;
import static dev.linger.model.finding.RuleName.TIME_WAIT_TABLE_LOWERED;

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

/** S8: the table of TIME_WAIT overflows in silence. */
public final class TimeWaitTableFull implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S8",
                "tcp_max_tw_buckets=50, 200 connects closed by the client",
                "50 TIME_WAIT, 150 overflows",
                5,
                Map.of(TIME_WAIT_TABLE_FULL, Severity.HIGH, TIME_WAIT_TABLE_LOWERED, Severity.WARN),
                Set.of(EPHEMERAL_PORTS_PRESSURE));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_max_tw_buckets", "50");
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(200, 0, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects", 200, outcome.succeeded());
        trial.equal("TIME_WAIT of the client", 50, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.equal(
                "increase of TCPTimeWaitOverflow",
                150,
                seen.increase("TcpExt.TCPTimeWaitOverflow"));
        trial.judge(seen);
    }
}
