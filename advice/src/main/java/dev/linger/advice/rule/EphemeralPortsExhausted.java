// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.ConnectCost;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.remedy.ConnectionPool;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.advice.remedy.PortRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

/** No ephemeral port is left from one source address to one endpoint. */
public final class EphemeralPortsExhausted implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.EPHEMERAL_PORTS_EXHAUSTED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "No ephemeral port is left towards the endpoint: connect() fails with"
                        + " EADDRNOTAVAIL after a scan of the whole range, until a TIME_WAIT ends."
                        + " Other destinations can still be reached.",
                "Four-tuples in every state over usable ports, on the worst host.",
                "critical from rules.ports-exhausted (0.99).",
                "Ports in a TIME_WAIT that connect() takes over.",
                "1000 of 1000 ports in TIME_WAIT: EADDRNOTAVAIL, while 1000 more connections to"
                        + " another destination succeeded at once. A failing connect() on a full"
                        + " default range took 11 ms, 8.5 ms of it CPU.",
                "S1 S30");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        if (endpoint.side() != Side.CLIENT) {
            return null;
        }
        PortLoad load = PortLoad.of(minute, endpoint, KernelFacts.of(minute.kernel()));
        if (load == null
                || load.ports().utilisation() < thresholds.portsExhausted()
                || (load.reuseEffective()
                        && load.openUtilisation() < thresholds.portsExhausted())) {
            return null;
        }
        return Signal.of(
                this,
                Severity.CRITICAL,
                minute,
                endpoint,
                new Figures()
                        .with("host", load.ports().host())
                        .with("sourceAddress", load.ports().sourceAddress())
                        .with("usedPorts", load.ports().used())
                        .with("usablePorts", load.usable())
                        .with("utilisation", load.ports().utilisation())
                        .with("timeWaitSockets", load.ports().timeWait())
                        .with("sustainablePerSecond", load.sustainablePerSecond())
                        .with("failingConnectMicros", ConnectCost.failingMicrosHigh(load.usable()))
                        .with("error", "EADDRNOTAVAIL")
                        .by(Formula.F4, Formula.F9),
                PortRemedies.of(load, ConnectionPool.of(minute, endpoint), thresholds.portsWarn()));
    }
}
