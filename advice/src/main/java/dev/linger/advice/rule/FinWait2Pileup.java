// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.CloseTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The peer does not close its side. */
public final class FinWait2Pileup implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.FIN_WAIT2_PILEUP;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "This end has closed and waits for the peer, which does not: many"
                        + " FIN_WAIT2 at one endpoint mean that the other end leaks CLOSE_WAIT.",
                "FIN_WAIT2 sockets of an endpoint that no process holds, all hosts together.",
                "warn from rules.fin-wait2-pileup (100).",
                "Fewer: every close passes through FIN_WAIT2.",
                "20 clients closed, the server never did: 20 FIN_WAIT2 for"
                        + " tcp_fin_timeout, 20 CLOSE_WAIT at the server for ever. They count as tw"
                        + " in sockstat and are no TIME_WAIT.",
                "S14");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        if (sockets.mean().states().finWait2() < thresholds.finWait2Pileup()) {
            return null;
        }
        Stalls stalls = sockets.mean().stalls();
        long held = stalls == null ? 0 : stalls.halfClosedAge().total();
        long finWait2 = sockets.mean().states().finWait2() - held;
        if (finWait2 < thresholds.finWait2Pileup()) {
            return null;
        }
        long life =
                CloseTimeout.finWait2Seconds(
                        KernelFacts.of(minute.kernel())
                                .numberOr(Sysctl.TCP_FIN_TIMEOUT, USUAL_FIN_TIMEOUT_SECONDS));
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("finWait2Sockets", finWait2)
                        .with("peakFinWait2Sockets", sockets.peak().finWait2())
                        .with("orphanLifeSeconds", life)
                        .with("leakedAtPeerPerSecond", (double) finWait2 / life)
                        .by(Formula.F16),
                List.of(mendPeer(endpoint)));
    }

    private static Proposal mendPeer(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "mend the other end: it must close its socket when the read returns the end of the"
                        + " stream; there ss -tanp state close-wait names process and descriptor",
                new Figures().with("finWait2Sockets", 0L).by(Formula.F16).map(),
                "a smaller tcp_fin_timeout would only hide it",
                SsCommand.count("fin-wait-2", endpoint.side(), endpoint.endpoint()),
                "take the change of the code back");
    }

    private static final long USUAL_FIN_TIMEOUT_SECONDS = 60;
}
