// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.CLOSE_WAIT_LEAK;
import static dev.linger.model.finding.RuleName.SOCKET_SHARED_AFTER_CLOSE;

import dev.linger.advice.Thresholds;
import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.HeldSocket;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.Duplicate;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.lab.workload.Request.Release;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S12: close() of one of two descriptors sends no FIN. */
public final class DuplicateKeepsItOpen implements Scenario {
    /** From what the rules are told to speak: one socket is not worth a word by default. */
    static final Thresholds FROM_ONE =
            Thresholds.from(
                    Settings.of(Map.of("rules.shared-sockets-warn", "1"), Thresholds.SETTINGS));

    /** A socket counts as shared once nothing was heard on it for 10 s. */
    static final Duration SILENCE = Duration.ofSeconds(11);

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S12",
                "the client duplicates a descriptor, then closes the first",
                "both ends ESTABLISHED 5 s later; two descriptors of one socket before, one after",
                20,
                Map.of(SOCKET_SHARED_AFTER_CLOSE, Severity.WARN),
                Set.of(CLOSE_WAIT_LEAK));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.serve(OnAccept.HOLD);
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 0, true, Options.NONE));
        pair.client().insist(new Duplicate(Pair.ENDPOINT));
        List<HeldSocket> before = trial.testbed().heldSockets(Pair.CLIENT);
        trial.equal("descriptors before", 2, before.size());
        trial.equal(
                "sockets behind them",
                1,
                before.stream().map(HeldSocket::inode).distinct().count());
        trial.pause(SILENCE);
        Watch watch = trial.watch(pair.clientNamespace());
        trial.pause(Duration.ofSeconds(2));
        trial.judge(watch.finish(), FROM_ONE);

        pair.client().insist(new Release(Pair.ENDPOINT));
        trial.pause(Duration.ofSeconds(5));
        Observation seenAtServer = trial.watch(pair.serverNamespace()).finish();
        Observation seenAtClient = trial.watch(pair.clientNamespace()).finish();
        trial.equal(
                "descriptors after close()", 1, trial.testbed().heldSockets(Pair.CLIENT).size());
        trial.equal(
                "ESTABLISHED of the client",
                1,
                seenAtClient.count(Side.CLIENT, TcpState.ESTABLISHED));
        trial.equal(
                "ESTABLISHED of the server",
                1,
                seenAtServer.count(Side.SERVER, TcpState.ESTABLISHED));
        trial.judge(seenAtClient);
        trial.judge(seenAtServer);
    }
}
