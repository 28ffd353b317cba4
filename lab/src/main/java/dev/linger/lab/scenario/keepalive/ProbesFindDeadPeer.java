// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.keepalive;

import static dev.linger.model.finding.RuleName.PEER_NOT_ANSWERING;
import static dev.linger.model.finding.RuleName.WRITE_STALLED;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.AwaitEnd;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S15: keep-alive notices a peer that vanished. */
public final class ProbesFindDeadPeer implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S15",
                "keep-alive 10/2/5 on an idle connection, then the peer drops all input",
                "ETIMEDOUT after 20 to 22.5 s of silence",
                25,
                Map.of(PEER_NOT_ANSWERING, Severity.WARN),
                Set.of(WRITE_STALLED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.SINK);
        Options probing = Options.keepAlive(10, 2, 5);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 1, true, probing));
        long lastHeard = System.nanoTime();
        pair.serverNamespace().dropAllInput();
        trial.pause(Duration.ofSeconds(16));
        Watch watch = trial.watch(pair.clientNamespace());
        Observation seen = watch.finish();
        Outcome end = pair.client().ask(new AwaitEnd(Pair.ENDPOINT, 15));
        double seconds = (System.nanoTime() - lastHeard) / 1e9;

        trial.equal("connections being probed", 1, seen.keepAlive(Side.CLIENT).probing());
        trial.equal("errno", Outcome.ETIMEDOUT, end.errno());
        trial.between("silence until the end, s", 20, 22.5, seconds);
        trial.judge(seen);
    }
}
