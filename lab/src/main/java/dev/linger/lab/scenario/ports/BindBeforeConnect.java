// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.BIND_BEFORE_CONNECT;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** S27: a client that binds its source address shares one pool of ports among all destinations. */
public final class BindBeforeConnect implements Scenario {
    private static final List<String> DESTINATIONS =
            IntStream.range(0, 4).mapToObj(i -> Pair.SERVER_ADDRESS + ":" + (80 + i)).toList();

    /** Below the range of the namespace. */
    private static final int OUTSIDE = 30_000;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S27",
                "bind(source, 0) with 4 destinations and 1000 ports",
                "EADDRINUSE from bind() at 1000 in all; with IP_BIND_ADDRESS_NO_PORT 4000",
                8,
                Map.of(BIND_BEFORE_CONNECT, Severity.CRITICAL),
                Set.of());
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        DESTINATIONS.forEach(destination -> pair.serve(destination, OnAccept.SINK));
        // TIME_WAIT has no owner: one held connection each tells whose it is.
        for (int i = 0; i < DESTINATIONS.size(); i++) {
            Options outside = Options.boundTo(Pair.CLIENT_ADDRESS, OUTSIDE + i, false, false);
            pair.client().insist(new Connect(DESTINATIONS.get(i), 1, 1, true, outside));
        }
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome early = pair.client().ask(boundChurn(false));
        Observation seen = watch.finish();
        trial.equal("call that failed without the option", "bind", early.failedCall());
        trial.equal("errno without the option", Outcome.EADDRINUSE, early.errno());
        trial.equal("connects without the option", 1000, early.succeeded());
        trial.judge(seen);

        Pair fresh = trial.pair(1000).keepTimeWait();
        DESTINATIONS.forEach(destination -> fresh.serve(destination, OnAccept.SINK));
        Outcome late = fresh.client().ask(boundChurn(true));
        trial.equal("call that failed with the option", "connect", late.failedCall());
        trial.equal("connects with the option", 4000, late.succeeded());
    }

    private static Churn boundChurn(boolean noPort) {
        Options bound = Options.boundTo(Pair.CLIENT_ADDRESS, 0, noPort, false);
        return new Churn(DESTINATIONS, 5000, 0, Closer.CLIENT_THEN_SERVER, bound);
    }
}
