// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.CloseTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.remedy.KeepAliveRemedies;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The peer has closed, and the application does not. */
public final class CloseWaitLeak implements EndpointRule {
    private static final long DEFAULT_FIN_TIMEOUT_SECONDS = 60;

    @Override
    public RuleName name() {
        return RuleName.CLOSE_WAIT_LEAK;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The peer has ended its side and the application has not closed the socket since:"
                        + " it does not read the end of the stream, or forgets the socket. Each"
                        + " holds a descriptor and stays for ever.",
                "CLOSE_WAIT sockets by the time since the peer's FIN, all hosts together.",
                "warn from one socket older than rules.close-wait-leak-age (60s, rounded up to the"
                        + " next of 1, 10, 60, 240, 350, 600, 3600, 7200 s), high from"
                        + " rules.close-wait-leak-high (100).",
                "Younger CLOSE_WAIT: a pooled connection that the server just ended is one, until"
                        + " the pool looks at it.",
                "20 clients closed against a server that never does: 20 CLOSE_WAIT without end at"
                        + " the server, FIN_WAIT2 for tcp_fin_timeout at the clients. Keep-alive on"
                        + " the owner ended one after the peer's FIN_WAIT2 was gone (6.25 s with"
                        + " short times).",
                "S14 S24");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        if (sockets.mean().states().closeWait() == 0) {
            return null;
        }
        long forgotten = sockets.mean().closeWaitAge().atLeast(thresholds.closeWaitLeakAge());
        if (forgotten == 0) {
            return null;
        }
        Map<String, Object> evidence =
                new Figures()
                        .with("forgottenSockets", forgotten)
                        .with("olderThanSeconds", thresholds.closeWaitLeakAge().toMillis() / 1000.0)
                        .with("closeWaitSockets", sockets.mean().states().closeWait())
                        .with("peakCloseWaitSockets", sockets.peak().closeWait())
                        .with("heldDescriptors", forgotten)
                        .with("heldMemoryBytes", SocketMemory.establishedBytes(forgotten))
                        .with("receiveQueueBytes", sockets.mean().receiveQueueBytes())
                        .by(Formula.F18)
                        .map();
        return new Signal(
                name(),
                forgotten >= thresholds.closeWaitLeakHigh() ? Severity.HIGH : Severity.WARN,
                minute.service(),
                endpoint.side(),
                endpoint.endpoint(),
                List.of(sockets.peakHost()),
                evidence,
                List.of(close(endpoint, forgotten), limit(endpoint)));
    }

    private static Proposal close(EndpointMinute endpoint, long forgotten) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "close the socket when a read returns the end of the stream, and on every error"
                        + " path: C close(fd) when recv() returns 0, Java try-with-resources, Go"
                        + " `defer conn.Close()` or `defer resp.Body.Close()`, Python `with`;"
                        + " Apache HttpClient evictExpiredConnections() and"
                        + " evictIdleConnections() for a pool",
                new Figures()
                        .with("closeWaitSockets", 0L)
                        .with("freedDescriptors", forgotten)
                        .with("freedMemoryBytes", SocketMemory.establishedBytes(forgotten))
                        .by(Formula.F18)
                        .map(),
                "closing a socket that another thread still uses; a restart only hides the leak,"
                        + " and no kernel setting ends it",
                SsCommand.list("p", "close-wait", endpoint.side(), endpoint.endpoint())
                        + " names process and descriptor; the count goes to 0 and stays there",
                "take the change of the code back");
    }

    private static Proposal limit(EndpointMinute endpoint) {
        long life =
                CloseTimeout.finWait2Seconds(DEFAULT_FIN_TIMEOUT_SECONDS)
                        + KeepAliveRemedies.IDLE.toSeconds();
        Proposal arm =
                KeepAliveRemedies.arm(
                        endpoint.side(),
                        endpoint.endpoint(),
                        endpoint.sockets().mean().states().closeWait());
        return new Proposal(
                AdviceKind.APPLICATION,
                "until the code is mended, limit the leak: " + arm.action(),
                new Figures().with("closeWaitLifeSeconds", life).by(Formula.F16).map(),
                "hides the fault that remains in the code; the application meets an error (EPIPE)"
                        + " on the socket it forgot",
                SsCommand.count("close-wait", endpoint.side(), endpoint.endpoint()),
                arm.undo());
    }
}
