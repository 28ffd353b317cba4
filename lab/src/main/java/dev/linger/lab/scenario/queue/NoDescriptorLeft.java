// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.queue;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.FD_LIMIT_NEAR;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Sum;
import dev.linger.lab.workload.Request.Tally;
import dev.linger.model.finding.Severity;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S28: accept() without a free descriptor, and a loop that asks again at once. */
public final class NoDescriptorLeft implements Scenario {
    private static final int SPARE = 5;
    private static final int CLIENTS = 8;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S28",
                "a server with 5 descriptors left, 8 clients connect, its poll() is level-triggered",
                "3 connections wait in the accept queue, no overflow, accept() fails in a tight loop",
                7,
                Map.of(FD_LIMIT_NEAR, Severity.CRITICAL),
                Set.of(ACCEPT_QUEUE_FULL));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.HOLD);
        trial.equal("calls of accept() in vain before", 0, inVain(pair));
        trial.testbed().leaveDescriptors(pair.server(), SPARE);
        Watch server = trial.watch(pair.serverNamespace());
        pair.client().insist(new Connect(Pair.ENDPOINT, CLIENTS, CLIENTS, true, Options.NONE));
        trial.pause(Duration.ofSeconds(2));
        Observation seen = server.finish();

        trial.equal("accept queue", CLIENTS - SPARE, seen.listener(Pair.ENDPOINT).acceptQueue());
        trial.equal("increase of ListenOverflows", 0, seen.increase("TcpExt.ListenOverflows"));
        trial.atLeast("calls of accept() in vain", 1000, inVain(pair));
        trial.judge(seen);
    }

    private static int inVain(Pair pair) {
        return pair.server()
                .insist(new Tally(Pair.ENDPOINT, Sum.ACCEPTS_WITHOUT_DESCRIPTOR))
                .succeeded();
    }
}
