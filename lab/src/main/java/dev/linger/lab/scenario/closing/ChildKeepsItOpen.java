// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.CLOSE_WAIT_LEAK;
import static dev.linger.model.finding.RuleName.SOCKET_SHARED_AFTER_CLOSE;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.testbed.HeldSocket;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Inherit;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S13: a child that inherited the descriptor keeps the connection after the parent's close(). */
public final class ChildKeepsItOpen implements Scenario {
    private static final int CHILD_SECONDS = 25;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S13",
                "the client starts a child that inherits the descriptor, then closes its own",
                "ESTABLISHED until the child exits; only the child holds the socket",
                27,
                Map.of(SOCKET_SHARED_AFTER_CLOSE, Severity.WARN),
                Set.of(CLOSE_WAIT_LEAK));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.SINK);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 0, true, Options.NONE));
        pair.client().insist(new Inherit(Pair.ENDPOINT, CHILD_SECONDS));
        trial.pause(DuplicateKeepsItOpen.SILENCE);
        Watch watch = trial.watch(pair.clientNamespace());
        trial.pause(Duration.ofSeconds(2));
        trial.judge(watch.finish(), DuplicateKeepsItOpen.FROM_ONE);

        pair.client().insist(new Release(Pair.ENDPOINT));
        trial.pause(Duration.ofSeconds(2));
        Observation seen = trial.watch(pair.clientNamespace()).finish();
        trial.equal("ESTABLISHED of the client", 1, seen.count(Side.CLIENT, TcpState.ESTABLISHED));
        List<HeldSocket> held = trial.testbed().heldSockets(Pair.CLIENT);
        trial.equal("descriptors of the socket", 1, held.size());
        trial.equal(
                "of them held by the parent",
                0,
                held.stream().filter(one -> one.pid() == pair.client().pid()).count());
        trial.judge(seen);

        Await.until(
                "the child's exit closes the connection",
                Duration.ofSeconds(30),
                () ->
                        trial.watch(pair.clientNamespace())
                                        .finish()
                                        .count(Side.CLIENT, TcpState.ESTABLISHED)
                                == 0);
    }
}
