// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Connections are closed while input waits to be read. */
public final class CloseWithUnreadData implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.CLOSE_WITH_UNREAD_DATA;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The application closes sockets with input unread. The kernel then resets"
                        + " the connection, and the peer sees ECONNRESET instead of the last answer.",
                "Growth of TcpExt.TCPAbortOnClose against connections opened by the" + " service.",
                "info from half of the connections.",
                "Fewer than half of the connections: the counter belongs to the"
                        + " whole namespace. Never more than info: load generators and health checks"
                        + " do this on purpose.",
                "close() on unread input, no linger option set: a reset, TCPAbortOnClose"
                        + " +1, no TIME_WAIT, ECONNRESET at the peer.",
                "");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        Figures aborts = AbortedConnections.evidence(minute, kernel, Counter.TCP_ABORT_ON_CLOSE);
        if (aborts == null) {
            return null;
        }
        return ofNamespace(
                Severity.INFO,
                minute,
                aborts,
                List.of(
                        new Proposal(
                                AdviceKind.APPLICATION,
                                "read what has come before closing: shutdown(fd, SHUT_WR), then read to the end of the stream within a time limit, then close",
                                new Figures()
                                        .with("namespaceAbortedConnections", 0L)
                                        .by(Formula.F1)
                                        .map(),
                                "a peer that never ends its stream holds the socket until the time limit",
                                "nstat -az TcpExtTCPAbortOnClose stands still; at the peer TcpEstabResets too",
                                "take the change of the code back")));
    }
}
