// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.FIN_TIMEOUT_MISUSED;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.testbed.Await;
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
        Pair pair = trial.pair(1000);
        pair.clientNamespace().sysctl("net.ipv4.tcp_fin_timeout", "5");
        pair.serve(OnAccept.SINK);
        pair.churn(20, 0, Closer.CLIENT_THEN_SERVER);
        long closed = System.nanoTime();
        Observation seen = trial.watch(pair.clientNamespace()).finish();
        trial.between("TIME_WAIT", 19, 20, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.judge(seen);

        Await.until(
                "TIME_WAIT is over",
                Duration.ofSeconds(70),
                () ->
                        trial.watch(pair.clientNamespace())
                                        .finish()
                                        .count(Side.CLIENT, TcpState.TIME_WAIT)
                                == 0);
        trial.between("life of TIME_WAIT, s", 60, 63.5, (System.nanoTime() - closed) / 1e9);
    }
}
