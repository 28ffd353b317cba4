// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.CloseTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The last word of a connection gets no answer. */
public final class CloseUnacknowledged implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.CLOSE_UNACKNOWLEDGED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Connections were closed and the peer acknowledges neither the remaining"
                        + " data nor the FIN: it is unreachable, or gone without a word. Each lasts"
                        + " up to 107 s.",
                "FIN_WAIT1, LAST_ACK and CLOSING with six unanswered retransmissions or more: at"
                        + " least 12.6 s since the FIN. From collectors that do not count them,"
                        + " their mean age by Little's law, sockets over connections opened or"
                        + " closed per second.",
                "warn from a mean age of rules.close-unacknowledged-age (10s).",
                "Closes that are merely frequent: many sockets, each for a moment.",
                "Peer cut off: a closed FIN_WAIT1 and a LAST_ACK ended after 107.3 s each"
                        + " (102.2 predicted as a lower bound).",
                "");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        StateCounts states = sockets.mean().states();
        long closing = states.finWait1() + states.lastAck() + states.closing();
        Stalls stalls = sockets.mean().stalls();
        long unanswered = stalls == null ? sockets.mean().retransmitting() : stalls.closes();
        if (closing == 0 || unanswered == 0) {
            return null;
        }
        double perSecond =
                Rates.perSecond(minute, Math.max(sockets.opened(), sockets.activeCloses()));
        double limitSeconds = thresholds.closeUnacknowledgedAge().toMillis() / 1000.0;
        if (stalls == null && closing < perSecond * limitSeconds) {
            return null;
        }
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("closingSockets", closing)
                        .with("retransmittingSockets", unanswered)
                        .with("closesPerSecond", perSecond)
                        .with("endsAfterSeconds", CloseTimeout.UNACKNOWLEDGED_SECONDS)
                        .by(Formula.LITTLE, Formula.F14),
                List.of(lookAtPath(endpoint)));
    }

    private static Proposal lookAtPath(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "look at the path to the peer (tcpdump: does the FIN leave, does an answer come);"
                        + " until then nothing is lost but up to 107 s for each",
                new Figures()
                        .with("endsAfterSeconds", CloseTimeout.UNACKNOWLEDGED_SECONDS)
                        .by(Formula.F14)
                        .map(),
                "none, it only looks",
                SsCommand.count("fin-wait-1", endpoint.side(), endpoint.endpoint()),
                "nothing to undo");
    }
}
