// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.CloseTimeout;
import dev.linger.advice.formula.ConnectTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.whatif.KeepAliveSetup;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.AwaitEnd;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.lab.workload.Request.Send;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** How long until the kernel gives up, with the remedies for dead peers. */
final class TimeOutExperiments {
    private static final String WHEEL = "the timer wheel fires late, up to 2 s for 16 to 131 s";

    private TimeOutExperiments() {}

    static List<Experiment> all() {
        return List.of(
                Experiment.waiting(
                        "SO_KEEPALIVE with TCP_KEEPIDLE 10, TCP_KEEPINTVL 2, TCP_KEEPCNT 5",
                        trial -> deadPeer(trial, 10, 2, 5, 0)),
                Experiment.waiting(
                        "SO_KEEPALIVE with TCP_KEEPIDLE 6, TCP_KEEPINTVL 3, TCP_KEEPCNT 3",
                        trial -> deadPeer(trial, 6, 3, 3, 0)),
                Experiment.waiting(
                        "the same 3/1/3 and TCP_USER_TIMEOUT 9500 ms",
                        trial -> deadPeer(trial, 3, 1, 3, 9500)),
                Experiment.waiting(
                        "tcp_retries2=6, no TCP_USER_TIMEOUT", TimeOutExperiments::fewerRetries),
                Experiment.waiting(
                        "TCP_USER_TIMEOUT 5000 ms on a socket with data in flight",
                        TimeOutExperiments::userTimeout),
                Experiment.waiting("tcp_fin_timeout=10", trial -> finWait2(trial, 10)),
                Experiment.waiting("tcp_fin_timeout=68", trial -> finWait2(trial, 68)),
                Experiment.waiting(
                        "tcp_syn_retries=3, tcp_syn_linear_timeouts=0",
                        TimeOutExperiments::connectTimeOut));
    }

    private static Measured deadPeer(
            Trial trial, int idle, int interval, int count, int userTimeoutMillis) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.SINK);
        Options options = Options.keepAlive(idle, interval, count, userTimeoutMillis);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 1, true, options));
        long lastHeard = System.nanoTime();
        pair.serverNamespace().dropAllInput();
        pair.client().ask(new AwaitEnd(Pair.ENDPOINT, 60));
        KeepAliveSetup setup =
                setup(
                        Duration.ofSeconds(idle),
                        Duration.ofSeconds(interval),
                        count,
                        userTimeoutMillis == 0 ? null : Duration.ofMillis(userTimeoutMillis),
                        15);
        return Measured.of(
                        "silence until ETIMEDOUT",
                        "s",
                        userTimeoutMillis == 0 ? Formula.F10 : Formula.F11,
                        Setups.deadPeerSeconds(setup),
                        (System.nanoTime() - lastHeard) / 1e9)
                .because(WHEEL);
    }

    private static Measured fewerRetries(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.clientNamespace().sysctl("net.ipv4.tcp_retries2", "6");
        KeepAliveSetup usual = KeepAliveSetup.KERNEL_DEFAULT;
        KeepAliveSetup setup = setup(usual.idle(), usual.interval(), 9, null, 6);
        return stalledWrite(trial, pair, 0, Formula.F12, Setups.stalledWriteSeconds(setup))
                .because(
                        "a lower bound: the first retransmission timeout is a little above 200 ms");
    }

    private static Measured userTimeout(Trial trial) {
        KeepAliveSetup usual = KeepAliveSetup.KERNEL_DEFAULT;
        KeepAliveSetup setup = setup(usual.idle(), usual.interval(), 9, Duration.ofSeconds(5), 15);
        return stalledWrite(
                        trial,
                        trial.pair(1000),
                        5000,
                        Formula.F13,
                        Setups.stalledWriteSeconds(setup))
                .because("the limit is looked at when a retransmission is due, not in between");
    }

    private static Measured stalledWrite(
            Trial trial, Pair pair, int userTimeoutMillis, Formula formula, double predicted) {
        pair.serve(OnAccept.SINK);
        Options options = Options.keepAlive(0, 0, 0, userTimeoutMillis);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 0, true, options));
        trial.pause(Duration.ofMillis(500));
        pair.serverNamespace().dropAllInput();
        long written = System.nanoTime();
        pair.client().insist(new Send(Pair.ENDPOINT, 1000));
        pair.client().ask(new AwaitEnd(Pair.ENDPOINT, 120));
        return Measured.of(
                "write until ETIMEDOUT",
                "s",
                formula,
                predicted,
                (System.nanoTime() - written) / 1e9);
    }

    private static Measured finWait2(Trial trial, int finTimeout) {
        Pair pair = trial.pair(1000);
        pair.clientNamespace().sysctl("net.ipv4.tcp_fin_timeout", Integer.toString(finTimeout));
        pair.serve(OnAccept.HOLD);
        pair.client().insist(new Connect(Pair.ENDPOINT, 20, 0, true, Options.NONE));
        Watch watch = trial.watch(pair.clientNamespace());
        pair.client().insist(new Release(Pair.ENDPOINT));
        long predicted = CloseTimeout.finWait2Seconds(finTimeout);
        trial.pause(Duration.ofSeconds(predicted + 4));
        Observation.Life life = watch.finish().life(Side.CLIENT, TcpState.FIN_WAIT2);
        return Measured.of(
                        "life of an orphaned FIN_WAIT2",
                        "s",
                        Formula.F16,
                        (double) predicted,
                        (life.atLeastSeconds() + life.atMostSeconds()) / 2)
                .because(WHEEL + "; read every 0.5 s");
    }

    private static Measured connectTimeOut(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.clientNamespace().sysctl("net.ipv4.tcp_syn_retries", "3");
        pair.clientNamespace().sysctl("net.ipv4.tcp_syn_linear_timeouts", "0");
        pair.serverNamespace().dropAllInput();
        long begin = System.nanoTime();
        pair.client().ask(new Connect(Pair.ENDPOINT, 1, 0, true, Options.NONE));
        return Measured.of(
                        "connect() until ETIMEDOUT",
                        "s",
                        Formula.F15,
                        (double) ConnectTimeout.seconds(0, 3),
                        (System.nanoTime() - begin) / 1e9)
                .because(WHEEL);
    }

    private static KeepAliveSetup setup(
            Duration idle,
            Duration interval,
            long probes,
            @Nullable Duration userTimeout,
            long retries2) {
        return new KeepAliveSetup(true, idle, interval, probes, userTimeout, retries2);
    }
}
