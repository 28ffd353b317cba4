// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.keepalive;

import static dev.linger.model.finding.RuleName.KEEPALIVE_TOO_SLOW;
import static dev.linger.model.finding.RuleName.WRITE_STALLED;

import dev.linger.lab.scenario.Natted;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.tcp.Side;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S21: keep-alive faster than the router's memory keeps the path open. */
public final class ProbesKeepNatEntry implements Scenario {
    private static final int BYTES = 1000;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S21",
                "NAT forgets after 4 s, keep-alive after 2 s, 7 s without data, the client writes",
                "the bytes arrive",
                9,
                Map.of(),
                Set.of(KEEPALIVE_TOO_SLOW, WRITE_STALLED));
    }

    @Override
    public void run(Trial trial) {
        Natted natted = trial.natted("");
        natted.forgetAfter(4);
        natted.serve(OnAccept.SINK);
        Options probing = Options.keepAlive(2, 1, 3);
        natted.client().insist(new Connect(Natted.ENDPOINT, 1, 1, true, probing));
        Watch client = trial.watch(natted.clientNamespace());
        trial.pause(Duration.ofSeconds(7));
        natted.client().insist(new Send(Natted.ENDPOINT, BYTES));
        Await.until(
                "the bytes arrive",
                Duration.ofSeconds(5),
                () -> NatForgets.received(natted) == BYTES);
        Observation seen = client.finish();

        trial.equal("bytes that arrived", BYTES, NatForgets.received(natted));
        trial.equal("send queue of the client, bytes", 0, seen.sendQueueBytes(Side.CLIENT));
        trial.judge(seen, NatForgets.ROUTER);
    }
}
