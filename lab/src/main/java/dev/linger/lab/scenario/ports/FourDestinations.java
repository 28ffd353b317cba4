// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;

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
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** S3: the same load as S1 on four destinations: the limit is per destination. */
public final class FourDestinations implements Scenario {
    private static final List<String> DESTINATIONS =
            IntStream.range(0, 4).mapToObj(i -> Pair.SERVER_ADDRESS + ":" + (80 + i)).toList();

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S3",
                "client closes first, 1000 ports, 1000 connects over four destinations",
                "250 TIME_WAIT to each, utilisation 0.25, no error",
                5,
                Map.of(),
                Set.of(EPHEMERAL_PORTS_PRESSURE, EPHEMERAL_PORTS_EXHAUSTED));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000).keepTimeWait();
        DESTINATIONS.forEach(destination -> pair.serve(destination, OnAccept.SINK));
        Watch watch = trial.watch(pair.clientNamespace());
        Outcome outcome =
                pair.client()
                        .ask(
                                new Churn(
                                        DESTINATIONS,
                                        1000,
                                        0,
                                        Closer.CLIENT_THEN_SERVER,
                                        Options.NONE));
        Observation seen = watch.finish();

        trial.equal("connects", 1000, outcome.succeeded());
        for (String destination : DESTINATIONS) {
            trial.equal(
                    "TIME_WAIT towards " + destination,
                    250,
                    seen.count(Side.CLIENT, TcpState.TIME_WAIT, destination));
        }
        trial.between("utilisation", 0.249, 0.251, seen.utilisation());
        trial.judge(seen);
    }
}
