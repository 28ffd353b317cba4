// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.whatif.Setup;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;

import java.util.List;
import java.util.stream.IntStream;

/** How many connections fit, before and after the remedies for ports. */
final class PortExperiments {
    private static final int PORTS = 200;
    private static final String RANGE = "net.ipv4.ip_local_port_range";

    private PortExperiments() {}

    static List<Experiment> all() {
        return List.of(
                Experiment.busy("none: 200 ports, one destination", PortExperiments::narrow),
                Experiment.busy(
                        "ip_local_port_range doubled to 400 ports", PortExperiments::widened),
                Experiment.busy(
                        "ip_local_reserved_ports gives back 50 of 200", PortExperiments::reserved),
                Experiment.busy("four destination ports", PortExperiments::destinations),
                Experiment.busy(
                        "two source addresses, bound with IP_BIND_ADDRESS_NO_PORT",
                        PortExperiments::sources),
                Experiment.busy(
                        "IP_LOCAL_PORT_RANGE of the socket, 100 of 200 ports",
                        PortExperiments::socketRange),
                Experiment.busy("none: 1000 ports, one destination", PortExperiments::parity));
    }

    private static Measured narrow(Trial trial) {
        Pair pair = pair(trial);
        return capacity(Setups.client(PORTS, 1), connects(pair, List.of(Pair.ENDPOINT)));
    }

    private static Measured widened(Trial trial) {
        Pair pair = pair(trial);
        PortRange doubled = new PortRange(Setups.FIRST_PORT, Setups.FIRST_PORT + 2 * PORTS - 1);
        pair.clientNamespace().sysctl(RANGE, doubled.toString());
        Setup setup = Setups.client(PORTS, 1).change().range(doubled).build();
        return capacity(setup, connects(pair, List.of(Pair.ENDPOINT)));
    }

    private static Measured reserved(Trial trial) {
        Pair pair = pair(trial);
        pair.clientNamespace().sysctl("net.ipv4.ip_local_reserved_ports", "40000-40049");
        Setup reserved = Setups.client(PORTS, 1).change().reservedPorts(50).build();
        return capacity(reserved, connects(pair, List.of(Pair.ENDPOINT)));
    }

    private static Measured destinations(Trial trial) {
        Pair pair = pair(trial);
        List<String> endpoints =
                IntStream.range(80, 84).mapToObj(port -> Pair.SERVER_ADDRESS + ":" + port).toList();
        endpoints.stream().skip(1).forEach(endpoint -> pair.serve(endpoint, OnAccept.SINK));
        Setup setup = Setups.client(PORTS, 1).change().destinations(4).build();
        return capacity(setup, connects(pair, endpoints));
    }

    private static Measured sources(Trial trial) {
        Pair pair = pair(trial);
        String second = "10.77.0.3";
        pair.clientNamespace().address("veth0", second + "/24");
        int made =
                List.of(Pair.CLIENT_ADDRESS, second).stream()
                        .mapToInt(source ->
                                churn(
                                                pair,
                                                List.of(Pair.ENDPOINT),
                                                Options.boundTo(source, 0, true, false))
                                        .succeeded())
                        .sum();
        return capacity(Setups.client(PORTS, 1).change().sources(2).build(), made);
    }

    private static Measured socketRange(Trial trial) {
        Pair pair = pair(trial);
        Options half = Options.ofPortRange(Setups.FIRST_PORT, Setups.FIRST_PORT + PORTS / 2 - 1);
        int made = churn(pair, List.of(Pair.ENDPOINT), half).succeeded();
        return capacity(Setups.client(PORTS / 2, 1), made);
    }

    /** connect() takes the other parity only when the first is used up: that is the cliff. */
    private static Measured parity(Trial trial) {
        int ports = 1000;
        Pair pair = trial.pair(ports).keepTimeWait();
        pair.serve(OnAccept.SINK);
        pair.churn(ports * 6 / 10, 0, Closer.CLIENT_THEN_SERVER);
        long even =
                pair.clientNamespace()
                        .run("ss", "-tanH", "state", "time-wait")
                        .lines()
                        .map(line -> line.strip().split("\\s+")[2])
                        .map(address -> address.substring(address.lastIndexOf(':') + 1))
                        .filter(port -> Integer.parseInt(port) % 2 == 0)
                        .count();
        return Measured.of(
                "connects until connect() has used up one parity",
                "connects",
                Formula.F8,
                ports * EphemeralPorts.CLIFF,
                (double) even);
    }

    private static Pair pair(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.serve(OnAccept.SINK);
        return pair;
    }

    private static int connects(Pair pair, List<String> endpoints) {
        return churn(pair, endpoints, Options.NONE).succeeded();
    }

    private static Outcome churn(Pair pair, List<String> endpoints, Options options) {
        return pair.client()
                .ask(new Churn(endpoints, 10 * PORTS, 0, Closer.CLIENT_THEN_SERVER, options));
    }

    private static Measured capacity(Setup setup, int connects) {
        return Measured.of(
                "connects until EADDRNOTAVAIL",
                "connects",
                setup.pairs() == 1 ? Formula.F2 : Formula.F3,
                (double) Setups.outcome(setup).capacityConnections(),
                connects);
    }
}
