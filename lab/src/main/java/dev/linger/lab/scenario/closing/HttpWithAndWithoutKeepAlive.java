// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario.closing;

import static dev.linger.model.finding.RuleName.EPHEMERAL_PORTS_PRESSURE;
import static dev.linger.model.finding.RuleName.SERVER_CLOSES_FIRST;

import dev.linger.lab.scenario.Observation;
import dev.linger.lab.scenario.Pair;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Trial;
import dev.linger.lab.scenario.Watch;
import dev.linger.lab.testbed.Await;
import dev.linger.lab.workload.Outcome;
import dev.linger.lab.workload.Request.Exchange;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** S23: one connection per request, or one for all, and who is left with the TIME_WAIT. */
public final class HttpWithAndWithoutKeepAlive implements Scenario {
    private static final Set<TcpState> UNFINISHED =
            Set.of(
                    TcpState.ESTABLISHED,
                    TcpState.FIN_WAIT1,
                    TcpState.FIN_WAIT2,
                    TcpState.CLOSE_WAIT,
                    TcpState.LAST_ACK,
                    TcpState.CLOSING);

    private static final int REQUESTS = 100;

    @Override
    public ScenarioDoc doc() {
        return new ScenarioDoc(
                "S23",
                "100 HTTP requests: client closes each, Connection: close, keep-alive",
                "100 TIME_WAIT at the client; 100 at the server; 1 connection",
                6,
                Map.of(SERVER_CLOSES_FIRST, Severity.INFO),
                Set.of(EPHEMERAL_PORTS_PRESSURE));
    }

    @Override
    public void run(Trial trial) {
        requests(
                trial,
                "client closes each",
                new Exchange(Pair.ENDPOINT, REQUESTS, 1, false, 0),
                100,
                0);
        requests(
                trial,
                "Connection: close",
                new Exchange(Pair.ENDPOINT, REQUESTS, 1, true, 0),
                0,
                100);
        requests(
                trial,
                "keep-alive",
                new Exchange(Pair.ENDPOINT, REQUESTS, REQUESTS, false, 0),
                1,
                0);
    }

    private static void requests(
            Trial trial, String how, Exchange exchange, long clientTimeWait, long serverTimeWait) {
        Pair pair = trial.pair(1000).keepTimeWait();
        pair.serve(OnAccept.HTTP);
        Watch client = trial.watch(pair.clientNamespace());
        Watch server = trial.watch(pair.serverNamespace());
        Outcome outcome = pair.client().insist(exchange);
        Await.until(
                "the last connection is closed by both",
                Duration.ofSeconds(5),
                () -> isClosed(trial.watch(pair.serverNamespace()).finish()));
        Observation seenAtClient = client.finish();
        Observation seenAtServer = server.finish();

        trial.equal(how + ": replies", REQUESTS, outcome.succeeded());
        trial.equal(
                how + ": connections",
                Math.max(clientTimeWait, serverTimeWait),
                seenAtClient.increase("Tcp.ActiveOpens"));
        trial.equal(
                how + ": TIME_WAIT of the client",
                clientTimeWait,
                seenAtClient.count(Side.CLIENT, TcpState.TIME_WAIT));
        trial.equal(
                how + ": TIME_WAIT of the server",
                serverTimeWait,
                seenAtServer.count(Side.SERVER, TcpState.TIME_WAIT));
        trial.judge(seenAtClient);
        trial.judge(seenAtServer);
    }

    /** Whether the server awaits no segment any more: neither a FIN nor an acknowledgement. */
    private static boolean isClosed(Observation server) {
        return UNFINISHED.stream().allMatch(state -> server.count(Side.SERVER, state) == 0);
    }
}
