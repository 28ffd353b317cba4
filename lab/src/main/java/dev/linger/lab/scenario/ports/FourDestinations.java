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
        Pair pair = trial.pair(1000);
        DESTINATIONS.forEach(destination -> pair.serve(destination, OnAccept.SINK));
        Watch watch = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
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
        // A late ACK of the server makes TIME_WAIT answer, and the RST that follows ends it early.
        long endedEarly = server.finish().increase("Tcp.OutRsts");

        trial.equal("connects", 1000, outcome.succeeded());
        for (String destination : DESTINATIONS) {
            trial.between(
                    "TIME_WAIT towards " + destination,
                    225,
                    250,
                    seen.count(Side.CLIENT, TcpState.TIME_WAIT, destination));
        }
        trial.equal(
                "TIME_WAIT of the client, and those that RST ended early",
                1000,
                seen.count(Side.CLIENT, TcpState.TIME_WAIT) + endedEarly);
        trial.between("utilisation", 0.23, 0.25, seen.utilisation());
        trial.judge(seen);
    }
}
