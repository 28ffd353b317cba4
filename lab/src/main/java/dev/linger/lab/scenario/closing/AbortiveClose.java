// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.ABORTIVE_CLOSE;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;

import dev.linger.advice.Thresholds;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S25: SO_LINGER with a time of 0 throws away what was written. */
public final class AbortiveClose implements Scenario {
    private static final Thresholds FROM_TEN =
            Thresholds.from(
                    Settings.of(Map.of("rules.abortive-close-warn", "10"), Thresholds.SETTINGS));

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S25",
                "SO_LINGER(1,0) on a connection with data that the peer has not read",
                "RST instead of FIN, no TIME_WAIT, TCPAbortOnData rises",
                5,
                Map.of(ABORTIVE_CLOSE, Severity.WARN),
                Set.of(EPHEMERAL_PORTS_PRESSURE));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.HOLD);
        Watch watch = trial.watch(pair.clientNamespace());
        pair.client().insist(new Connect(Pair.ENDPOINT, 20, 20, false, Options.abortive()));
        Outcome written = pair.client().ask(new Send(Pair.ENDPOINT, 4 << 20));
        trial.pause(Duration.ofSeconds(1));
        pair.client().insist(new Release(Pair.ENDPOINT));
        Observation seen = watch.finish();

        trial.equal("connections written to", 20, written.succeeded());
        trial.equal("TIME_WAIT of the client", 0, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.equal("increase of TCPAbortOnData", 20, seen.increase("TcpExt.TCPAbortOnData"));
        trial.judge(seen, FROM_TEN);
    }
}
