// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.TwReuse;
import dev.linger.advice.remedy.ConnectionPool;
import dev.linger.advice.remedy.PortLoad;
import dev.linger.advice.remedy.PortRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ephemeral ports from one source address to one endpoint get scarce. */
public final class EphemeralPortsPressure implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.EPHEMERAL_PORTS_PRESSURE;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The host uses up the ephemeral ports of one source address towards one endpoint."
                        + " Past half of them every connect() scans half of the range, which costs"
                        + " milliseconds of CPU; past all of them connect() fails with"
                        + " EADDRNOTAVAIL. Other destinations are not affected.",
                "Four-tuples in every state over usable ports, on the worst host, for the worst"
                        + " source address; and closes per second * 60 s over usable ports, from at"
                        + " least 45 s of observation.",
                "warn from rules.ports-warn (0.40) or when the rate leads there, high from"
                        + " rules.ports-high (0.50, the latency cliff), critical from"
                        + " rules.ports-critical (0.90).",
                "Many TIME_WAIT as such. A plateau at half of the ports where connect() takes over"
                        + " TIME_WAIT (tcp_tw_reuse with timestamps at both ends): then only ports"
                        + " that cannot be taken over count, and only from the cliff.",
                "Range of 1000, 10,000 and 28,232 ports filled with connections that the client"
                        + " closes: the first port of the other parity appeared at 500, 5000 and"
                        + " 14,159; connect() went from 20 us to 0.1, 0.96 and 5.3 ms of CPU. 200"
                        + " ports at 8.9 closes/s failed after 22.5 s; with reuse and 77 closes/s"
                        + " TIME_WAIT stayed at 100 without a failure.",
                "S1 S2 S3 S5 S6 S7 S30");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        if (endpoint.side() != Side.CLIENT) {
            return null;
        }
        PortLoad load = PortLoad.of(minute, endpoint, KernelFacts.of(minute.kernel()));
        Severity severity = load == null ? null : severity(load, thresholds);
        if (load == null || severity == null) {
            return null;
        }
        return new Signal(
                name(),
                severity,
                minute.service(),
                endpoint.side(),
                endpoint.endpoint(),
                List.of(load.ports().host()),
                evidence(load),
                PortRemedies.of(load, ConnectionPool.of(minute, endpoint), thresholds.portsWarn()));
    }

    private static @Nullable Severity severity(PortLoad load, Thresholds thresholds) {
        if (load.ports().utilisation() < thresholds.portsWarn()
                && load.predictedUtilisation().orElse(0) < thresholds.portsWarn()) {
            return null;
        }
        if (load.reuseEffective()) {
            double blocked = load.blockedUtilisationWithReuse();
            return blocked >= thresholds.portsHigh()
                    ? ofUtilisation(blocked, thresholds)
                    : ofUtilisation(load.openUtilisation(), thresholds);
        }
        Severity now = ofUtilisation(load.ports().utilisation(), thresholds);
        return now == null && load.predictedUtilisation().orElse(0) >= thresholds.portsWarn()
                ? Severity.WARN
                : now;
    }

    private static @Nullable Severity ofUtilisation(double utilisation, Thresholds thresholds) {
        if (utilisation >= thresholds.portsCritical()) {
            return Severity.CRITICAL;
        }
        if (utilisation >= thresholds.portsHigh()) {
            return Severity.HIGH;
        }
        return utilisation >= thresholds.portsWarn() ? Severity.WARN : null;
    }

    private static Map<String, Object> evidence(PortLoad load) {
        TwReuse reuse = load.kernel().twReuse();
        double open = load.open();
        double timeWait = load.ports().timeWait();
        double rate = load.closesPerSecond();
        Figures figures =
                new Figures()
                        .with("host", load.ports().host())
                        .with("sourceAddress", load.ports().sourceAddress())
                        .with("usedPorts", load.ports().used())
                        .with("usablePorts", load.usable())
                        .with("utilisation", load.ports().utilisation())
                        .with("timeWaitSockets", load.ports().timeWait())
                        .with("openSockets", load.ports().used() - load.ports().timeWait())
                        .with("activeClosesPerSecond", rate)
                        .with("sustainablePerSecond", load.sustainablePerSecond())
                        .with("predictedUtilisation", load.predictedUtilisation())
                        .with("timeWaitReuse", describe(reuse, load));
        if (!load.reuseEffective()) {
            figures.with(
                            "cliffInSeconds",
                            EphemeralPorts.secondsToCliff(load.usable(), open, timeWait, rate))
                    .with(
                            "exhaustedInSeconds",
                            EphemeralPorts.secondsToExhaustion(
                                    load.usable(), open, timeWait, rate));
        }
        return figures.map();
    }

    private static String describe(@Nullable TwReuse reuse, PortLoad load) {
        if (reuse == null) {
            return "unknown";
        }
        return reuse.name().toLowerCase(Locale.ROOT)
                + (load.reuseEffective() ? ", effective" : ", without effect here");
    }
}
