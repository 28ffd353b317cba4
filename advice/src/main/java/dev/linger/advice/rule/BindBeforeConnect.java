// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.Formula;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.LimitsMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Every connection takes a port of its own, whatever its destination. */
public final class BindBeforeConnect implements ServiceRule {
    /** Pairs of one port that chance alone would give, from which their absence tells. */
    private static final double FEWEST_EXPECTED_PAIRS = 10;

    @Override
    public RuleName name() {
        return RuleName.BIND_BEFORE_CONNECT;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The client binds a local port before connect(), so no two destinations share a"
                        + " port and the limit is one range for all of them together; bind() then"
                        + " fails with EADDRINUSE.",
                "Different local ports against connections of one service and source address, over"
                        + " all destinations; connections that share a port by chance, n^2 (1 - 1/k)"
                        + " / 2N for n connections to k destinations over N ports.",
                "info when less than rules.bind-shared-ports (0.1) of the expected connections"
                        + " share a port; warn, high and critical when the different ports are"
                        + " rules.ports-warn, rules.ports-high and rules.ports-critical of the"
                        + " range.",
                "Fewer connections than would make 10 meet on a port by chance, and services with"
                        + " one destination.",
                "bind(src, 0) over a range of 1000: EADDRINUSE at 1000 connections to 4"
                        + " destinations together; with IP_BIND_ADDRESS_NO_PORT 4000.",
                "S27");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        LimitsMinute limits = minute.limits();
        LocalPorts ports = limits == null ? null : limits.localPorts();
        if (limits == null || ports == null || ports.endpoints() < 2 || ports.usable() == 0) {
            return null;
        }
        double expected = expectedPairs(ports);
        long shared = ports.connections() - ports.distinct();
        if (expected < FEWEST_EXPECTED_PAIRS || shared >= thresholds.bindSharedPorts() * expected) {
            return null;
        }
        String host = limits.localPortsHost();
        return ofService(
                severity(ports.utilisation(), thresholds),
                minute,
                Side.CLIENT,
                host == null ? minute.sockets().peakHost() : host,
                new Figures()
                        .with("sourceAddress", ports.sourceAddress())
                        .with("connections", ports.connections())
                        .with("endpoints", ports.endpoints())
                        .with("localPorts", ports.distinct())
                        .with("connectionsThatShareAPort", shared)
                        .with("expectedByChance", expected)
                        .with("usablePorts", ports.usable())
                        .with("utilisation", ports.utilisation())
                        .by(Formula.F3),
                List.of(noPort(ports)));
    }

    /** Linear where ports are many, and never more than there are connections. */
    private static double expectedPairs(LocalPorts ports) {
        double connections = ports.connections();
        double pairs =
                connections * connections * (1 - 1.0 / ports.endpoints()) / (2.0 * ports.usable());
        return Math.min(pairs, connections / 2);
    }

    private static Severity severity(double utilisation, Thresholds thresholds) {
        if (utilisation >= thresholds.portsCritical()) {
            return Severity.CRITICAL;
        }
        if (utilisation >= thresholds.portsHigh()) {
            return Severity.HIGH;
        }
        return utilisation >= thresholds.portsWarn() ? Severity.WARN : Severity.INFO;
    }

    private static Proposal noPort(LocalPorts ports) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "leave the port to connect(): no bind() before it, or, where the source address"
                        + " must be chosen, setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)"
                        + " before bind() (nginx `proxy_bind` and HAProxy `source` without a port"
                        + " do it themselves; Go a net.Dialer whose LocalAddr has port 0 needs it in"
                        + " Control; Java has no such option: do not bind, and let the routing table"
                        + " choose the address)",
                new Figures()
                        .with(
                                "capacityPorts",
                                EphemeralPorts.tuples(ports.usable(), ports.endpoints(), 1))
                        .with("capacityBeforePorts", ports.usable())
                        .with(
                                "utilisation",
                                (double) ports.connections()
                                        / Math.max(1, ports.usable() * ports.endpoints()))
                        .by(Formula.F3)
                        .map(),
                "getsockname() tells the port only after connect()",
                "ss -Htan src "
                        + ports.sourceAddress()
                        + " shows one local port towards several peers",
                "take the option out");
    }
}
