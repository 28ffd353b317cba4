// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.CONNECT_STALLED;
import static dev.linger.model.finding.RuleName.FIXED_SOURCE_PORT;

import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S9: a client that insists on its source port waits for TIME_WAIT to end. */
public final class FixedSourcePort implements Scenario {
    private static final int PORT = 8081;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S9",
                "client closes first from port 8081 and dials again from it",
                "bind() fails with EADDRINUSE at once, and works after 60 to 62.5 s",
                65,
                Map.of(FIXED_SOURCE_PORT, Severity.WARN),
                Set.of(CONNECT_STALLED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.serve(OnAccept.SINK);
        Options fixed = Options.boundTo(Pair.CLIENT_ADDRESS, PORT, false, false);
        Churn dial = new Churn(List.of(Pair.ENDPOINT), 1, 0, Closer.CLIENT_THEN_SERVER, fixed);
        Watch watch = trial.watch(pair.clientNamespace());
        pair.client().insist(dial);
        long closed = System.nanoTime();
        Outcome again = pair.client().ask(dial);
        trial.equal("call that failed", "bind", again.failedCall());
        trial.equal("errno", Outcome.EADDRINUSE, again.errno());
        trial.between("time until bind() failed, ms", 0, 5, again.failedMicros() / 1000.0);
        trial.pause(Duration.ofSeconds(1));
        trial.judge(watch.finish());

        Await.until(
                "port " + PORT + " is free again",
                Duration.ofSeconds(70),
                () -> pair.client().ask(dial).errno() == 0);
        trial.between("time until bind() worked, s", 60, 63.5, (System.nanoTime() - closed) / 1e9);
    }
}
