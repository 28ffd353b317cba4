// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A server sends the first FIN and holds the TIME_WAIT. */
public final class ServerClosesFirst implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.SERVER_CLOSES_FIRST;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The server ends its connections itself and so holds their TIME_WAIT. That costs"
                        + " 256 B each, no descriptor, no thread and no port: worth knowing, seldom"
                        + " worth changing.",
                "TIME_WAIT on a local port that listens, all hosts together. Where both ends are"
                        + " observed, the callers and how many connections each end closed first.",
                "info from rules.server-closes-first-sockets (10).",
                "Never more than info, however many there are; a table that is nearly full is a"
                        + " rule of its own.",
                "A server that closes first took 1000 connects over 200 client ports without an"
                        + " error: a SYN replaces its TIME_WAIT at once. HTTP/1.0 or Connection:"
                        + " close left 100 TIME_WAIT at the server for 100 requests, none at the"
                        + " client; with keep-alive it was 1 connection.",
                "S4 S23");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        long timeWait = sockets.mean().states().timeWait();
        long most = Math.max(timeWait, sockets.peak().timeWait());
        if (endpoint.side() != Side.SERVER || most < thresholds.serverClosesFirstSockets()) {
            return null;
        }
        Map<String, Object> evidence =
                FarEnd.describe(
                                new Figures()
                                        .with("timeWaitSockets", timeWait)
                                        .with("peakTimeWaitSockets", most)
                                        .with(
                                                "activeClosesPerSecond",
                                                Rates.perSecond(minute, sockets.activeCloses()))
                                        .with(
                                                "timeWaitMemoryBytes",
                                                SocketMemory.timeWaitBytes(timeWait, Side.SERVER))
                                        .by(Formula.F17),
                                endpoint)
                        .map();
        return new Signal(
                name(),
                Severity.INFO,
                minute.service(),
                endpoint.side(),
                endpoint.endpoint(),
                List.of(sockets.peakHost()),
                evidence,
                List.of(leave(timeWait, endpoint), keepOpen(timeWait, endpoint)));
    }

    private static Proposal leave(long timeWait, EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.LEAVE,
                "leave it: the server can be connected to as before",
                new Figures()
                        .with("timeWaitSockets", timeWait)
                        .with(
                                "timeWaitMemoryBytes",
                                SocketMemory.timeWaitBytes(timeWait, Side.SERVER))
                        .by(Formula.F17)
                        .map(),
                "none",
                SsCommand.count("time-wait", Side.SERVER, endpoint.endpoint()),
                "nothing to undo");
    }

    private static Proposal keepOpen(long timeWait, EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.LONG_CONNECTIONS,
                "if the connections are short requests, keep them open: nginx `keepalive_timeout"
                        + " 75s;` and `keepalive_requests 1000;`, HAProxy `option http-keep-alive`"
                        + " and `timeout http-keep-alive 75s`, Apache httpd `KeepAlive On`, no"
                        + " `Connection: close` in answers; the client then decides when to close",
                new Figures()
                        .with("timeWaitSockets", timeWait / 1000.0)
                        .with(
                                "timeWaitMemoryBytes",
                                SocketMemory.timeWaitBytes(timeWait / 1000, Side.SERVER))
                        .with("requestsPerConnection", 1000L)
                        .by(Formula.F1, Formula.F17)
                        .map(),
                "moves the TIME_WAIT to clients, where it holds a port each; idle and dead clients"
                        + " stay connected until keep-alive or an idle time-out ends them",
                SsCommand.count("time-wait", Side.SERVER, endpoint.endpoint())
                        + " falls within 62 s",
                "set the time-out or `Connection: close` back");
    }
}
