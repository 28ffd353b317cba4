// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.keepalive;

import static dev.linger.model.finding.RuleName.KEEPALIVE_MISSING;
import static dev.linger.model.finding.RuleName.PEER_NOT_ANSWERING;

import dev.linger.advice.Thresholds;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S16: without keep-alive a peer that vanished is never noticed. */
public final class NobodyNotices implements Scenario {
    private static final Thresholds AFTER_TEN_SECONDS =
            Thresholds.from(
                    Settings.of(
                            Map.of("rules.keepalive-missing-idle", "10s"), Thresholds.SETTINGS));

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S16",
                "no keep-alive on an idle connection, then the peer drops all input for 60 s",
                "still ESTABLISHED, without any timer",
                65,
                Map.of(KEEPALIVE_MISSING, Severity.WARN),
                Set.of(PEER_NOT_ANSWERING));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.SINK);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 0, true, Options.NONE));
        pair.serverNamespace().dropAllInput();
        trial.pause(Duration.ofSeconds(60));
        Watch watch = trial.watch(pair.clientNamespace());
        Observation seen = watch.finish();

        trial.equal("ESTABLISHED", 1, seen.count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal("without a timer", 1, seen.keepAlive(Side.CLIENT).unarmed());
        trial.judge(seen, AFTER_TEN_SECONDS);
    }
}
