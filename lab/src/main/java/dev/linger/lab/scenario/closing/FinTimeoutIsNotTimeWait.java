// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.FIN_TIMEOUT_MISUSED;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S26: tcp_fin_timeout does not shorten TIME_WAIT. */
public final class FinTimeoutIsNotTimeWait implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S26",
                "tcp_fin_timeout=5, the client closes first",
                "TIME_WAIT stays 60 to 62.5 s",
                65,
                Map.of(FIN_TIMEOUT_MISUSED, Severity.WARN),
                Set.of());
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_fin_timeout", "5");
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        pair.churn(20, 0, Closer.CLIENT_THEN_SERVER);
        Observation seen = trial.watch(pair.clientNamespace()).finish();
        trial.equal("TIME_WAIT", 20, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seen);

        trial.pause(Duration.ofSeconds(64));
        Observation.Life life = watch.finish().life(Side.CLIENT, TcpState.TIME_WAIT);
        trial.between("life of TIME_WAIT at least, s", 0, 63, life.atLeastSeconds());
        trial.between("life of TIME_WAIT at most, s", 60, 66, life.atMostSeconds());
    }
}
