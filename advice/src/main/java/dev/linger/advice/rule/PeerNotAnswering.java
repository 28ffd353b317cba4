// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.DeadPeer;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.KeepAliveRemedies;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Stalls;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/** Keep-alive probes go unanswered. */
public final class PeerNotAnswering implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.PEER_NOT_ANSWERING;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Peers do not answer keep-alive probes. The connections end with"
                        + " ETIMEDOUT when the last probe has gone unanswered, unless the peer comes"
                        + " back.",
                "ESTABLISHED sockets with at least two unanswered probes, on average over the"
                        + " minute.",
                "warn from one socket on average; a single lost probe does not count.",
                "Probes that were answered at the second try.",
                "Idle 10 s, interval 2 s, 5 probes, peer cut off: ETIMEDOUT after 20.3 s"
                        + " (20 predicted). With the peer rebooted but reachable, ECONNRESET at the"
                        + " first probe.",
                "S15");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        KeepAlive timers = endpoint.sockets().mean().keepAlive();
        Stalls stalls = endpoint.sockets().mean().stalls();
        long silent = stalls == null ? timers.probing() : stalls.unanswered();
        if (silent == 0) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        OptionalLong interval = kernel.number(Sysctl.TCP_KEEPALIVE_INTVL);
        OptionalLong probes = kernel.number(Sysctl.TCP_KEEPALIVE_PROBES);
        Figures evidence =
                new Figures()
                        .with("unansweredSockets", silent)
                        .with("probingSockets", timers.probing())
                        .with("armedSockets", timers.armed());
        if (interval.isPresent() && probes.isPresent()) {
            evidence.with("endsWithinByDefaultSeconds", interval.getAsLong() * probes.getAsLong());
        }
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                evidence.by(Formula.F10),
                List.of(lookAtPeer(endpoint)));
    }

    private static Proposal lookAtPeer(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "look whether the peer and the path to it are up; have the application reconnect"
                        + " when the read fails with ETIMEDOUT or ECONNRESET, and shorten the"
                        + " detection where it is too slow: "
                        + KeepAliveRemedies.arm(
                                        endpoint.side(),
                                        endpoint.endpoint(),
                                        endpoint.sockets().mean().keepAlive().armed())
                                .action(),
                new Figures()
                        .with(
                                "detectionSeconds",
                                DeadPeer.keepAlive(
                                                KeepAliveRemedies.IDLE,
                                                KeepAliveRemedies.INTERVAL,
                                                KeepAliveRemedies.PROBES)
                                        .toSeconds())
                        .by(Formula.F10)
                        .map(),
                "too short a detection ends connections over a short outage",
                SsCommand.list("o", "established", endpoint.side(), endpoint.endpoint())
                        + " | grep 'timer:(keepalive' shows the unanswered probes last",
                "set the times back");
    }
}
