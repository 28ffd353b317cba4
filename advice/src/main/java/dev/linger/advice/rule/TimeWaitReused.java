// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Half of the ports are in TIME_WAIT, and that is the steady state of a client that reuses them.
 */
public final class TimeWaitReused implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.TIME_WAIT_REUSED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "connect() takes over TIME_WAIT sockets, and their number has settled at half of"
                        + " the ports. It looks like pressure and is none.",
                "TIME_WAIT over usable ports where this end allows reuse, and growth of"
                        + " TcpExt.TWRecycled.",
                "info from rules.ports-warn (0.40) up to the plateau at 0.5.",
                "Ports that fill beyond the plateau: then reuse does not work, or not fast enough.",
                "200 ports, tcp_tw_reuse=1 with a delay of 1 s, 77 closes/s: no failure, TIME_WAIT"
                        + " stayed at 100.",
                "S5");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        if (endpoint.side() != Side.CLIENT) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        PortLoad load = PortLoad.of(minute, endpoint, kernel);
        if (load == null
                || load.ports().utilisation() < thresholds.portsWarn()
                || !load.reuseEffective()
                || load.blockedUtilisationWithReuse() >= thresholds.portsHigh()
                || load.openUtilisation() >= thresholds.portsWarn()
                || !kernel.rose(Counter.TW_RECYCLED)) {
            return null;
        }
        double limit =
                EphemeralPorts.sustainablePerSecondWithReuse(
                        load.usable(), load.open(), kernel.twReuseDelaySeconds());
        return Signal.of(
                this,
                Severity.INFO,
                minute,
                endpoint,
                new Figures()
                        .with("usedPorts", load.ports().used())
                        .with("usablePorts", load.usable())
                        .with("timeWaitSockets", load.ports().timeWait())
                        .with("plateauSockets", load.usable() / 2)
                        .with("activeClosesPerSecond", load.closesPerSecond())
                        .with("sustainablePerSecond", limit)
                        .with("namespaceRecycledSockets", kernel.increase(Counter.TW_RECYCLED))
                        .by(Formula.F5, Formula.F6),
                List.of(
                        new Proposal(
                                AdviceKind.LEAVE,
                                "leave it: the ports turn over",
                                new Figures()
                                        .with("timeWaitSockets", load.usable() / 2)
                                        .with("sustainablePerSecond", limit)
                                        .by(Formula.F5, Formula.F6)
                                        .map(),
                                "none up to the sustainable rate",
                                SsCommand.count("time-wait", Side.CLIENT, endpoint.endpoint())
                                        + " stays near "
                                        + load.usable() / 2,
                                "nothing to undo")));
    }
}
