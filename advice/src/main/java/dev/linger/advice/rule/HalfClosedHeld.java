// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
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
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The owner has said that it sends no more, and keeps a socket that no timer ends. */
public final class HalfClosedHeld implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.HALF_CLOSED_HELD;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The application has shut its sending side down and holds the socket, while the"
                        + " peer neither sends nor closes. Such a FIN_WAIT2 has no timer: it and its"
                        + " descriptor stay for ever.",
                "FIN_WAIT2 sockets with an inode, by the time since the last segment came in.",
                "warn from one socket older than rules.half-closed-age (60s, rounded up to the next"
                        + " of 1, 10, 60, 240, 350, 600, 3600, 7200 s).",
                "Half-closed connections on which the peer still sends; FIN_WAIT2 without an owner,"
                        + " which the kernel ends after tcp_fin_timeout.",
                "FIN_WAIT2 after shutdown() alone had no timer; after close() it ended within 60.8"
                        + " s.",
                "");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        Stalls stalls = endpoint.sockets().mean().stalls();
        long held = stalls == null ? 0 : stalls.halfClosedAge().atLeast(thresholds.halfClosedAge());
        if (held == 0) {
            return null;
        }
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("heldSockets", held)
                        .with("olderThanSeconds", thresholds.halfClosedAge().toMillis() / 1000.0)
                        .with("finWait2Sockets", endpoint.sockets().mean().states().finWait2())
                        .with("heldDescriptors", held)
                        .with("heldMemoryBytes", SocketMemory.establishedBytes(held))
                        .by(Formula.F18),
                List.of(close(endpoint, held)));
    }

    private static Proposal close(EndpointMinute endpoint, long held) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "after shutdown(fd, SHUT_WR) read with a time-out and close the socket when it"
                        + " passes: C SO_RCVTIMEO or poll() and close(fd), Java Socket.setSoTimeout"
                        + " and close() in a finally, Go conn.SetReadDeadline and conn.Close(),"
                        + " HAProxy `timeout client-fin 30s` and `timeout server-fin 30s`",
                new Figures()
                        .with("heldSockets", 0L)
                        .with("freedDescriptors", held)
                        .with("freedMemoryBytes", SocketMemory.establishedBytes(held))
                        .by(Formula.F18)
                        .map(),
                "a peer that is only slow loses the rest of its answer when the time-out passes; no"
                        + " kernel setting ends a FIN_WAIT2 that has an owner",
                SsCommand.list("p", "fin-wait-2", endpoint.side(), endpoint.endpoint())
                        + " names process and descriptor; the count goes to 0",
                "take the change of the code back");
    }
}
