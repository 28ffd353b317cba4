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

/** Connections are ended with a reset, and data in flight is lost. */
public final class AbortiveClose implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.ABORTIVE_CLOSE;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Connections are reset at close: SO_LINGER 0, or data that comes for a"
                        + " socket already closed. No TIME_WAIT is left, and what the peer had not"
                        + " read yet may be lost.",
                "Growth of TcpExt.TCPAbortOnData against connections opened by the" + " service.",
                "info from half of the connections; warn from"
                        + " rules.abortive-close-warn (600 between two kernel snapshots).",
                "Fewer than half of the connections: the counter belongs to the"
                        + " whole namespace.",
                "161,104 bytes accepted by send(), then SO_LINGER(1, 0) and close:"
                        + " 127,480 reached the peer, then ECONNRESET; TCPAbortOnData +1, no"
                        + " TIME_WAIT.",
                "S25");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        Figures aborts = AbortedConnections.evidence(minute, kernel, Counter.TCP_ABORT_ON_DATA);
        if (aborts == null) {
            return null;
        }
        return ofNamespace(
                kernel.increase(Counter.TCP_ABORT_ON_DATA).orElse(0)
                                >= thresholds.abortiveCloseWarn()
                        ? Severity.WARN
                        : Severity.INFO,
                minute,
                aborts,
                List.of(
                        new Proposal(
                                AdviceKind.APPLICATION,
                                "take SO_LINGER 0 out of the code (C setsockopt, Java setSoLinger, Go SetLinger, HAProxy `option nolinger`) and pool connections where it was meant to save TIME_WAIT; read to the end of the stream before closing",
                                new Figures()
                                        .with("namespaceAbortedConnections", 0L)
                                        .by(Formula.F1)
                                        .map(),
                                "the end that closes first holds TIME_WAIT again, 60 s each",
                                "nstat -az TcpExtTCPAbortOnData stands still; at the peer TcpEstabResets too",
                                "take the change of the code back")));
    }
}
