// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.keepalive;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.KEEPALIVE_TOO_SLOW;
import static dev.linger.model.finding.RuleName.WRITE_STALLED;

import dev.linger.advice.Thresholds;
import dev.linger.lab.scenario.Natted;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Send;
import dev.linger.lab.workload.Request.Sum;
import dev.linger.lab.workload.Request.Tally;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S20: a router forgets an idle connection, and neither end hears of it. */
public final class NatForgets implements Scenario {
    /** What the scenario's router remembers, and so what the rules are told. */
    static final Thresholds ROUTER =
            Thresholds.from(Settings.of(Map.of("rules.middlebox-idle", "4s"), Thresholds.SETTINGS));

    private static final int BYTES = 1000;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S20",
                "NAT forgets after 4 s, keep-alive after 7200 s, 11 s of silence, the client writes",
                "nothing arrives, the bytes stay in the send queue, the server is ESTABLISHED",
                20,
                Map.of(KEEPALIVE_TOO_SLOW, Severity.INFO, WRITE_STALLED, Severity.WARN),
                Set.of(ACCEPT_QUEUE_FULL));
    }

    @Override
    public void run(Trial trial) {
        Natted natted = trial.natted("");
        natted.forgetAfter(4);
        natted.serve(OnAccept.SINK);
        natted.client().insist(new Connect(Natted.ENDPOINT, 1, 1, true, Options.NONE));
        trial.pause(Duration.ofSeconds(11));
        trial.judge(trial.watch(natted.clientNamespace()).finish(), ROUTER);
        Watch client = trial.watch(natted.clientNamespace());
        natted.client().insist(new Send(Natted.ENDPOINT, BYTES));
        trial.pause(Duration.ofSeconds(8));
        Observation seenAtClient = client.finish();
        Observation seenAtServer = trial.watch(natted.serverNamespace()).finish();

        trial.equal("bytes that arrived", 0, received(natted));
        trial.equal(
                "send queue of the client, bytes", BYTES, seenAtClient.sendQueueBytes(Side.CLIENT));
        trial.equal(
                "ESTABLISHED of the server",
                1,
                seenAtServer.count(Side.SERVER, TcpState.ESTABLISHED));
        trial.judge(seenAtClient, ROUTER);
    }

    static int received(Natted natted) {
        return natted.server().insist(new Tally(Natted.ENDPOINT, Sum.BYTES_RECEIVED)).succeeded();
    }
}
