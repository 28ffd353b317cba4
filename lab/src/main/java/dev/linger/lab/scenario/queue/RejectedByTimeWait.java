// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.queue;

import static dev.linger.model.finding.RuleName.ACCEPT_QUEUE_FULL;
import static dev.linger.model.finding.RuleName.CONNECT_STALLED;
import static dev.linger.model.finding.RuleName.RFC1337_STALL;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.AwaitEnd;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.Connect;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * S11: a SYN that the server's TIME_WAIT refuses, and a server that ignores the RST that heals it.
 */
public final class RejectedByTimeWait implements Scenario {
    private static final int PORT = 8081;
    private static final int FIRST_SEQUENCE = 2_000_000_000;
    private static final int LOWER_SEQUENCE = 1_900_000_000;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S11",
                "server closed first, same client port, lower sequence, no timestamps, tcp_rfc1337=1",
                "SYN_SENT for 66 to 70 s, then ESTABLISHED",
                75,
                Map.of(CONNECT_STALLED, Severity.HIGH, RFC1337_STALL, Severity.WARN),
                Set.of(ACCEPT_QUEUE_FULL));
    }

    @Override
    public void run(Trial trial) {
        Pair pair = trial.pair(1000);
        pair.clientNamespace().sysctl("net.ipv4.tcp_timestamps", "0");
        pair.serverNamespace().sysctl("net.ipv4.tcp_rfc1337", "1");
        pair.serve(OnAccept.CLOSE);
        pair.client().insist(dial(FIRST_SEQUENCE));
        Watch server = trial.watch(pair.serverNamespace());
        Watch client = trial.watch(pair.clientNamespace());
        trial.equal(
                "TIME_WAIT of the server",
                1,
                trial.watch(pair.serverNamespace())
                        .finish()
                        .count(Side.SERVER, TcpState.TIME_WAIT));
        Options lower = Options.boundAndSequenced(Pair.CLIENT_ADDRESS, PORT, LOWER_SEQUENCE);
        long begin = System.nanoTime();
        pair.client().insist(new Connect(Pair.ENDPOINT, 1, 0, false, lower));
        trial.pause(Duration.ofSeconds(5));
        Observation stalled = client.finish();
        Observation refusing = server.finish();
        trial.equal("SYN_SENT after 5 s", 1, stalled.count(Side.CLIENT, TcpState.SYN_SENT));
        trial.judge(stalled);
        trial.judge(refusing);

        pair.client().insist(new AwaitEnd(Pair.ENDPOINT, 80));
        trial.between("time in SYN_SENT, s", 66, 70, (System.nanoTime() - begin) / 1e9);
    }

    private static Churn dial(int sequence) {
        Options options = Options.boundAndSequenced(Pair.CLIENT_ADDRESS, PORT, sequence);
        return new Churn(List.of(Pair.ENDPOINT), 1, 0, Closer.SERVER, options);
    }
}
