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
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S17: keep-alive does nothing while data is in flight. */
public final class WriteToDeadPeer implements Scenario {
    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S17",
                "keep-alive 3/1/3, a request is written, then the peer drops all input for 60 s",
                "still ESTABLISHED after 60 s, at least 7 retransmissions",
                65,
                Map.of(WRITE_STALLED, Severity.WARN),
                Set.of(PEER_NOT_ANSWERING));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.SINK);
        Options probing = Options.keepAlive(3, 1, 3);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 1, true, probing));
        pair.serverNamespace().dropAllInput();
        Watch watch = trial.watch(pair.clientNamespace());
        pair.client().insist(new Send(Pair.ENDPOINT, 1000));
        trial.pause(Duration.ofSeconds(60));
        Observation seen = watch.finish();

        trial.equal("ESTABLISHED", 1, seen.count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.atLeast("retransmitted segments", 7, seen.increase("Tcp.RetransSegs"));
        trial.equal("timer hidden", 1, seen.keepAlive(Side.CLIENT).unknown());
        trial.judge(seen);
    }
}
