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
import dev.linger.advice.kernel.TwReuse;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A host talks to itself over an address that the kernel does not count as loopback. */
public final class TwReuseLoopbackOnly implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.TW_REUSE_LOOPBACK_ONLY;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The host connects to an address of its own. tcp_tw_reuse=2 lets connect() take"
                        + " over TIME_WAIT towards 127.0.0.0/8 and ::1, not towards other addresses"
                        + " of the host.",
                "Source address equal to the endpoint's, tcp_tw_reuse=2, port utilisation.",
                "warn from rules.ports-warn (0.40).",
                "Less utilisation; 127.0.0.0/8 and ::1, where reuse works.",
                "Range of 1000 ports, tcp_tw_reuse=2, 1.1 s after it was full: 1011 more connects"
                        + " to 127.0.0.1 succeeded, none to the host's own 10.x address over lo.",
                "");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        PortPressure ports = endpoint.sockets().ports();
        if (endpoint.side() != Side.CLIENT
                || ports == null
                || ports.utilisation() < thresholds.portsWarn()) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        if (kernel.twReuse() != TwReuse.LOOPBACK
                || Locality.isLoopback(endpoint.endpoint())
                || !Locality.isSameHost(endpoint.endpoint(), endpoint.sockets())) {
            return null;
        }
        PortLoad load = PortLoad.of(minute, endpoint, kernel);
        if (load == null) {
            return null;
        }
        double delay = kernel.twReuseDelaySeconds();
        return Signal.of(
                this,
                Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("sourceAddress", load.ports().sourceAddress())
                        .with("utilisation", load.ports().utilisation())
                        .with("timeWaitSockets", load.ports().timeWait())
                        .with("usablePorts", load.usable())
                        .by(Formula.F2),
                List.of(
                        new Proposal(
                                AdviceKind.APPLICATION,
                                "connect to 127.0.0.1 (or ::1) instead of %s, or use a Unix socket, which needs no port; the server must listen there, too"
                                        .formatted(load.ports().sourceAddress()),
                                new Figures()
                                        .with(
                                                "sustainablePerSecond",
                                                EphemeralPorts.sustainablePerSecondWithReuse(
                                                        load.usable(), load.open(), delay))
                                        .with("timeWaitSockets", load.usable() / 2)
                                        .by(Formula.F5, Formula.F6)
                                        .map(),
                                "firewall rules and access lists by address see another source",
                                SsCommand.count("time-wait", Side.CLIENT, endpoint.endpoint())
                                        + " goes to 0 within 62 s",
                                "set the address back")));
    }
}
