// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.Formula;
import dev.linger.advice.whatif.Setup;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Exchange;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Saturate;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;

/** Rates and the TIME_WAIT that they leave, with and without the remedies. */
final class RateExperiments {
    private static final int PORTS = 200;
    private static final String TIMER =
            "a timer of 60 s fires 0.7 to 2.5 s late (timer wheel at HZ=250)";

    private RateExperiments() {}

    static List<Experiment> all() {
        return List.of(
                Experiment.waiting(
                        "none: 20 requests/s, a connection each", RateExperiments::plateau),
                Experiment.waiting(
                        "connections pooled: 50 requests/s, 50 per connection",
                        RateExperiments::pooled),
                Experiment.waiting("none: 200 ports, 10 connects/s", RateExperiments::exhaustion),
                Experiment.waiting(
                        "none: 200 ports, as many connects as fit", RateExperiments::sustained),
                Experiment.waiting(
                        "tcp_tw_reuse=1, 200 ports, 77 connects/s", RateExperiments::reusePlateau),
                Experiment.waiting(
                        "tcp_tw_reuse=1, 200 ports, as many connects as fit",
                        trial -> reuse(trial, Duration.ofSeconds(1))),
                Experiment.waiting(
                        "tcp_tw_reuse=1, tcp_tw_reuse_delay=500, 200 ports, as many as fit",
                        trial -> reuse(trial, Duration.ofMillis(500))));
    }

    private static Measured plateau(Trial trial) {
        Pair pair = trial.pair(10_000).keepTimeWait();
        pair.serve(OnAccept.SINK);
        pair.churn(20 * 64, 20, Closer.CLIENT_THEN_SERVER);
        Watch watch = trial.watch(pair.clientNamespace());
        pair.churn(20 * 6, 20, Closer.CLIENT_THEN_SERVER);
        return timeWait(Setups.client(10_000, 20), watch.finish(), Formula.F1).because(TIMER);
    }

    private static Measured pooled(Trial trial) {
        int rate = 50;
        int perConnection = 50;
        Pair pair = trial.pair(10_000).keepTimeWait();
        pair.serve(OnAccept.HTTP);
        pair.client().insist(new Exchange(Pair.ENDPOINT, rate * 64, perConnection, false, rate));
        Watch watch = trial.watch(pair.clientNamespace());
        pair.client().insist(new Exchange(Pair.ENDPOINT, rate * 6, perConnection, false, rate));
        Setup setup =
                Setups.client(10_000, rate)
                        .change()
                        .pool(1)
                        .requestsPerConnection(perConnection)
                        .build();
        return timeWait(setup, watch.finish(), Formula.F1).because(TIMER);
    }

    private static Measured exhaustion(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.serve(OnAccept.SINK);
        long begin = System.nanoTime();
        pair.churn(2 * PORTS, 10, Closer.CLIENT_THEN_SERVER);
        return Measured.of(
                "time to EADDRNOTAVAIL",
                "s",
                Formula.F7,
                Setups.secondsToExhaustion(Setups.client(PORTS, 10)),
                secondsSince(begin));
    }

    /** The second fill of the range has to wait for the TIME_WAIT of the first. */
    private static Measured sustained(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.serve(OnAccept.SINK);
        long begin = System.nanoTime();
        pair.client().insist(new Saturate(Pair.ENDPOINT, 2 * PORTS));
        return Measured.of(
                        "sustained connects",
                        "1/s",
                        Formula.F4,
                        Setups.outcome(Setups.client(PORTS, 1)).sustainablePerSecond(),
                        PORTS / secondsSince(begin))
                .because(TIMER);
    }

    private static Measured reusePlateau(Trial trial) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_tw_reuse", "1");
        pair.serve(OnAccept.SINK);
        pair.churn(77 * 10, 77, Closer.CLIENT_THEN_SERVER);
        Watch watch = trial.watch(pair.clientNamespace());
        pair.churn(77 * 5, 77, Closer.CLIENT_THEN_SERVER);
        Setup setup = Setups.client(PORTS, 77).change().reuse(true).build();
        return timeWait(setup, watch.finish(), Formula.F6);
    }

    private static Measured reuse(Trial trial, Duration delay) {
        Pair pair = trial.pair(PORTS).keepTimeWait();
        pair.clientNamespace().sysctl("net.ipv4.tcp_tw_reuse", "1");
        pair.clientNamespace()
                .sysctl("net.ipv4.tcp_tw_reuse_delay", Long.toString(delay.toMillis()));
        pair.serve(OnAccept.SINK);
        pair.client().insist(new Saturate(Pair.ENDPOINT, PORTS));
        int rounds = 10;
        long begin = System.nanoTime();
        pair.client().insist(new Saturate(Pair.ENDPOINT, rounds * PORTS));
        Setup setup = Setups.client(PORTS, 1).change().reuse(true).reuseDelay(delay).build();
        return Measured.of(
                        "sustained connects",
                        "1/s",
                        Formula.F5,
                        Setups.outcome(setup).sustainablePerSecond(),
                        rounds * PORTS / secondsSince(begin))
                .because("a port that is free waits for the next try, up to 1 ms and the scan");
    }

    private static Measured timeWait(Setup setup, Observation seen, Formula formula) {
        double mean =
                seen.snapshots().stream()
                                .flatMap(snapshot -> snapshot.groups().stream())
                                .filter(group -> group.side() == Side.CLIENT)
                                .mapToLong(group -> group.states().of(TcpState.TIME_WAIT))
                                .sum()
                        / (double) seen.snapshots().size();
        return Measured.of(
                "TIME_WAIT", "sockets", formula, Setups.outcome(setup).timeWaitSockets(), mean);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
