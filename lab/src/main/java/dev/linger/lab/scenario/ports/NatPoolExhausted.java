// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.ports;

import static dev.linger.model.finding.RuleName.CONNECT_STALLED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_EXHAUSTED;
import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.SNAT_POOL_EXHAUSTED;

import dev.linger.lab.scenario.Natted;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** S22: the ports of the router run out, and the clients see only silence. */
public final class NatPoolExhausted implements Scenario {
    private static final int POOL = 50;
    private static final int CLIENTS = 60;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S22",
                "NAT with 50 ports, 60 connects to one destination",
                "50 ESTABLISHED, 10 SYN_SENT, insert_failed of the router's conntrack rises",
                9,
                Map.of(SNAT_POOL_EXHAUSTED, Severity.WARN, CONNECT_STALLED, Severity.WARN),
                Set.of(EPHEMERAL_PORTS_PRESSURE, EPHEMERAL_PORTS_EXHAUSTED));
    }

    @Override
    public void run(Trial trial) {
        Natted natted = trial.natted(":10000-" + (10_000 + POOL - 1));
        natted.serve(OnAccept.SINK);
        Watch nat = trial.watch(natted.natNamespace());
        natted.client().insist(new Connect(Natted.ENDPOINT, CLIENTS, CLIENTS, false, Options.NONE));
        trial.pause(Duration.ofSeconds(3));
        Watch client = trial.watch(natted.clientNamespace());
        trial.pause(Duration.ofSeconds(1));
        Observation seen = client.finish();
        Observation router = nat.finish();

        trial.equal(
                "ESTABLISHED of the client", POOL, seen.count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal(
                "SYN_SENT of the client",
                CLIENTS - POOL,
                seen.count(Side.CLIENT, TcpState.SYN_SENT));
        trial.atLeast("insert_failed of the router", 1, insertFailed(natted));
        trial.judge(router);
        trial.judge(seen);
    }

    private static long insertFailed(Natted natted) {
        return Pattern.compile("insert_failed=([0-9]+)")
                .matcher(natted.natNamespace().run("conntrack", "-S"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
