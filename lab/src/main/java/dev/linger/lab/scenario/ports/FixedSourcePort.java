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
import java.util.stream.Stream;

/** S9: a client that insists on its source port waits for TIME_WAIT to end. */
public final class FixedSourcePort implements Scenario {
    private static final int PORT = 8081;
    private static final int ATTEMPTS = 21;

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
        List<Outcome> again =
                Stream.generate(() -> pair.client().ask(dial)).limit(ATTEMPTS).toList();
        trial.equal(
                "attempts that met EADDRINUSE in bind()",
                ATTEMPTS,
                again.stream().filter(FixedSourcePort::metPortInUse).count());
        trial.between(
                "time until bind() failed, ms, median of " + ATTEMPTS, 0, 5, medianMillis(again));
        trial.pause(Duration.ofSeconds(1));
        trial.judge(watch.finish());

        Await.until(
                "port " + PORT + " is free again",
                Duration.ofSeconds(70),
                () -> pair.client().ask(dial).errno() == 0);
        trial.between("time until bind() worked, s", 60, 63.5, (System.nanoTime() - closed) / 1e9);
    }

    private static boolean metPortInUse(Outcome attempt) {
        return attempt.failedCall().equals("bind") && attempt.errno() == Outcome.EADDRINUSE;
    }

    /** One attempt alone would tell how busy the machine is. */
    private static double medianMillis(List<Outcome> attempts) {
        List<Long> micros = attempts.stream().map(Outcome::failedMicros).sorted().toList();
        return micros.get(micros.size() / 2) / 1000.0;
    }
}
