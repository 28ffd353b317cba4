// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.TIME_WAIT_REUSED;
import static dev.linger.model.finding.RuleName.TW_REUSE_INEFFECTIVE;

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

/** S6: tcp_tw_reuse is on and cannot work, because one end sends no timestamps. */
public final class ReuseWithoutTimestamps implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S6",
                "tcp_tw_reuse=1, tcp_timestamps=0 at the server, 200 ports, 80 connects a second",
                "EADDRNOTAVAIL after 200 connects, 200 TIME_WAIT",
                8,
                Map.of(
                        TW_REUSE_INEFFECTIVE,
                        Severity.HIGH,
                        EPHEMERAL_PORTS_EXHAUSTED,
                        Severity.CRITICAL,
                        EPHEMERAL_PORTS_PRESSURE,
                        Severity.CRITICAL),
                Set.of(TIME_WAIT_REUSED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(200).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_tw_reuse", "1");
        pair.serverNamespace().sysctl("net.ipv4.tcp_timestamps", "0");
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(1600, 80, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects before the first failure", 200, outcome.succeeded());
        trial.equal("errno", Outcome.EADDRNOTAVAIL, outcome.errno());
        trial.equal("TIME_WAIT of the client", 200, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seen);
    }
}
