// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.ABORTIVE_CLOSE;
import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.Map;
import java.util.Set;

/** S1: a client that closes first opens connections to one destination until none is left. */
public final class BurstToOneDestination implements Scenario {
    private static final int PORTS = 1000;

    /** Far below what any machine needs to look at 500 ports, far above the jitter of a median. */
    private static final int MIN_GAIN_MICROS = 15;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S1",
                "client closes first, 1000 ports, one destination, as fast as it goes",
                "1000 connects, then EADDRNOTAVAIL; connect() slows down from half of the range",
                5,
                Map.of(
                        EPHEMERAL_PORTS_PRESSURE,
                        Severity.CRITICAL,
                        EPHEMERAL_PORTS_EXHAUSTED,
                        Severity.CRITICAL),
                Set.of(ACCEPT_QUEUE_FULL, ABORTIVE_CLOSE));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.serve(OnAccept.SINK);
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome = pair.churn(2 * PORTS, 0, Closer.CLIENT_THEN_SERVER);
        Observation seen = watch.finish();

        trial.equal("connects before the first failure", PORTS, outcome.succeeded());
        trial.equal("call that failed", "connect", outcome.failedCall());
        trial.equal("errno", Outcome.EADDRNOTAVAIL, outcome.errno());
        trial.equal("TIME_WAIT of the client", PORTS, seen.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.atLeast(
                "cost that connect() gains past half of the range, us (80 to 190 where measured first)",
                MIN_GAIN_MICROS,
                outcome.secondHalfMicros() - outcome.firstHalfMicros());
        trial.judge(seen);
    }
}
