// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The server closes pooled connections, and the client's pool does not notice. */
public final class PoolIdleLongerThanServer implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.POOL_IDLE_LONGER_THAN_SERVER;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The server's idle time-out is shorter than that of the client's pool: pooled"
                        + " connections lie in CLOSE_WAIT, and the next request on one is lost.",
                "Client-side CLOSE_WAIT that is younger than a leak, its mean age by Little's law."
                        + " Where both ends are observed, the server's FIN_WAIT2 and who closes"
                        + " first are shown beside it.",
                "warn from one socket on average and a mean age of rules.pool-notice-age (0.5s).",
                "CLOSE_WAIT that is closed at once, however often; forgotten CLOSE_WAIT, which"
                        + " CLOSE_WAIT_LEAK reports.",
                "Idle beyond the server's time-out: CLOSE_WAIT at the client, FIN_WAIT2 at the"
                        + " server; the next request was sent without an error and met an empty"
                        + " reply, a close in mid-request ECONNRESET 10 of 10 times.",
                "S24");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketGauges mean = endpoint.sockets().mean();
        long young =
                mean.states().closeWait()
                        - mean.closeWaitAge().atLeast(thresholds.closeWaitLeakAge());
        if (endpoint.side() != Side.CLIENT || young <= 0) {
            return null;
        }
        SocketMinute sockets = endpoint.sockets();
        double endedPerSecond =
                Rates.perSecond(minute, Math.max(sockets.opened(), sockets.activeCloses()));
        double noticeSeconds = thresholds.poolNoticeAge().toMillis() / 1000.0;
        if (young < endedPerSecond * noticeSeconds) {
            return null;
        }
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                evidence(endpoint, young, endedPerSecond),
                FarEnd.server(endpoint) == null
                        ? List.of(shorterIdle(endpoint))
                        : List.of(shorterIdle(endpoint), longerKeepAlive(endpoint)));
    }

    private static Figures evidence(EndpointMinute endpoint, long young, double endedPerSecond) {
        Figures figures =
                new Figures()
                        .with("closeWaitSockets", young)
                        .with(
                                "establishedSockets",
                                endpoint.sockets().mean().states().established())
                        .with("openedPerSecond", endedPerSecond);
        OtherEnd server = FarEnd.server(endpoint);
        if (server != null) {
            figures.with("serverFinWait2Sockets", server.finWait2());
        }
        return FarEnd.describe(figures.by(Formula.LITTLE, Formula.IDLE_ORDER), endpoint);
    }

    private static Proposal longerKeepAlive(EndpointMinute endpoint) {
        OtherEnd server = FarEnd.server(endpoint);
        String where = server == null ? "the server" : server.service() + " on " + server.host();
        return new Proposal(
                AdviceKind.APPLICATION,
                "or let "
                        + where
                        + " keep idle connections longer than its clients' pools do (nginx"
                        + " `keepalive_timeout`, HAProxy `timeout http-keep-alive`, Apache httpd"
                        + " `KeepAliveTimeout`, Node.js `server.keepAliveTimeout`, Tomcat"
                        + " `keepAliveTimeout`)",
                new Figures().with("closeWaitSockets", 0L).by(Formula.IDLE_ORDER).map(),
                "the server holds more idle connections; change one of the two ends, not both",
                SsCommand.count("close-wait", Side.CLIENT, endpoint.endpoint())
                        + " stays at 0 on the client",
                "set the time-out back");
    }

    private static Proposal shorterIdle(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "let the pool end idle connections before the server does, some seconds sooner than"
                        + " its keep-alive time-out (nginx `keepalive_timeout` 75 s, Apache httpd 5"
                        + " s, Node.js 5 s, Tomcat 20 s): Apache HttpClient"
                        + " `evictIdleConnections(TimeValue)` and `setValidateAfterInactivity`, Go"
                        + " `IdleConnTimeout` of http.Transport, Java"
                        + " `-Djdk.httpclient.keepalive.timeout`, nginx upstream `keepalive_timeout`,"
                        + " HAProxy `pool-purge-delay`; and retry requests that may be repeated",
                new Figures().with("closeWaitSockets", 0L).by(Formula.IDLE_ORDER).map(),
                "connections are opened somewhat more often; a retry of a request that may not be"
                        + " repeated does it twice",
                SsCommand.count("close-wait", Side.CLIENT, endpoint.endpoint())
                        + " stays at 0; no empty replies in the client's log",
                "set the idle time back");
    }
}
