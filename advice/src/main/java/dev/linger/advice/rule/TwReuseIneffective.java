// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Locality;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.kernel.TwReuse;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** tcp_tw_reuse is on, and does nothing since one end has timestamps off. */
public final class TwReuseIneffective implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.TW_REUSE_INEFFECTIVE;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "tcp_tw_reuse=1 is set and connect() takes over no TIME_WAIT: one of the two ends"
                        + " has tcp_timestamps off, without which old and new segments cannot be"
                        + " told apart.",
                "tcp_tw_reuse and tcp_timestamps of this end; for the other end, TIME_WAIT beyond"
                        + " the half of the ports at which reuse would hold it.",
                "info while the ports suffice, warn from rules.ports-warn (0.40), high from"
                        + " rules.ports-high (0.50).",
                "tcp_tw_reuse 0 and 2; less TIME_WAIT than reuse would leave.",
                "200 ports, tcp_tw_reuse=1: with timestamps off at the client or at the server"
                        + " alone, connect 201 failed; with both on it went on at 200/s.",
                "S6");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        if (endpoint.side() != Side.CLIENT || endpoint.sockets().mean().states().timeWait() == 0) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        if (kernel.twReuse() != TwReuse.ALL) {
            return null;
        }
        PortLoad load = PortLoad.of(minute, endpoint, kernel);
        boolean ownEnd = kernel.timestampsOff();
        if (load == null
                || load.ports().timeWait() == 0
                || (!ownEnd && !load.reuseAllowedInVain())) {
            return null;
        }
        double utilisation = load.ports().utilisation();
        Severity severity =
                utilisation >= thresholds.portsHigh()
                        ? Severity.HIGH
                        : utilisation >= thresholds.portsWarn() ? Severity.WARN : Severity.INFO;
        double delay = kernel.twReuseDelaySeconds();
        return Signal.of(
                this,
                severity,
                minute,
                endpoint,
                new Figures()
                        .with("tcpTimestampsOffAt", ownEnd ? "this end" : "the other end")
                        .with("timeWaitSockets", load.ports().timeWait())
                        .with("plateauSockets", load.usable() / 2)
                        .with("usablePorts", load.usable())
                        .with("utilisation", utilisation)
                        .by(Formula.F6),
                List.of(
                        new Proposal(
                                AdviceKind.KERNEL,
                                "on %s: %s"
                                        .formatted(
                                                ownEnd
                                                        ? load.ports().host()
                                                        : Locality.addressOf(endpoint.endpoint()),
                                                Sysctl.set(Sysctl.TCP_TIMESTAMPS, "1")),
                                new Figures()
                                        .with(
                                                "sustainablePerSecond",
                                                EphemeralPorts.sustainablePerSecondWithReuse(
                                                        load.usable(), load.open(), delay))
                                        .with("timeWaitSockets", load.usable() / 2)
                                        .by(Formula.F5, Formula.F6)
                                        .map(),
                                "12 bytes more per segment; connections that are open stay without"
                                        + " timestamps",
                                "nstat -az TcpExtTWRecycled rises; sysctl " + Sysctl.TCP_TIMESTAMPS,
                                Sysctl.set(Sysctl.TCP_TIMESTAMPS, "0"))));
    }
}
