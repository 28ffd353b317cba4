// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Locality;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.KeepAliveRemedies;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Keep-alive is armed, but a middlebox forgets the connection first. */
public final class KeepAliveTooSlow implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.KEEPALIVE_TOO_SLOW;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "Connections with keep-alive have been silent for longer than common"
                        + " middleboxes (NAT, load balancers, firewalls) remember them. The first"
                        + " probe comes too late: the path may be gone with neither end aware.",
                "ESTABLISHED sockets with a keep-alive timer whose last segment, answers"
                        + " to probes included, came in longer ago than the limit.",
                "info from rules.middlebox-idle (350s, rounded up to the next of 1, 10,"
                        + " 60, 240, 350, 600, 3600, 7200 s); warn where the path certainly crosses"
                        + " a NAT, from a private address to a public one.",
                "Both ends on one host; sockets whose timer is hidden.",
                "A NAT that forgets after 4 s: with probes after 2 s data flowed on; with"
                        + " probes after 6 s the end with keep-alive died with ETIMEDOUT, the other"
                        + " never knew.",
                "S20 S21");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        KeepAlive timers = sockets.mean().keepAlive();
        if (timers.armed() == 0) {
            return null;
        }
        Duration limit = thresholds.middleboxIdle();
        long silent =
                sockets.mean().idle().atLeast(limit)
                        - sockets.mean().idleUnarmed().atLeast(limit)
                        - timers.unknown();
        if (silent <= 0 || Locality.isSameHost(endpoint.endpoint(), sockets)) {
            return null;
        }
        boolean natted = crossesNat(endpoint);
        return Signal.of(
                this,
                natted ? Severity.WARN : Severity.INFO,
                minute,
                endpoint,
                new Figures()
                        .with("silentArmedSockets", silent)
                        .with("armedSockets", timers.armed())
                        .with("silentForSeconds", limit.toSeconds())
                        .with(
                                "tcpKeepaliveTimeSeconds",
                                KernelFacts.of(minute.kernel()).number(Sysctl.TCP_KEEPALIVE_TIME))
                        .with("path", natted ? "crosses a NAT" : "may cross a middlebox")
                        .by(Formula.F21),
                List.of(
                        KeepAliveRemedies.arm(endpoint.side(), endpoint.endpoint(), silent),
                        shorterDefault(KernelFacts.of(minute.kernel()), silent)));
    }

    private static boolean crossesNat(EndpointMinute endpoint) {
        PortPressure ports = endpoint.sockets().ports();
        return endpoint.side() == Side.CLIENT
                && ports != null
                && Locality.isPrivate(ports.sourceAddress())
                && Locality.isPublic(Locality.addressOf(endpoint.endpoint()));
    }

    private static Proposal shorterDefault(KernelFacts kernel, long sockets) {
        long idle = KeepAliveRemedies.IDLE.toSeconds();
        return new Proposal(
                AdviceKind.KERNEL,
                "where the code arms keep-alive and sets no times, shorten the default that such"
                        + " sockets begin with: "
                        + Sysctl.set(Sysctl.TCP_KEEPALIVE_TIME, Long.toString(idle)),
                new Figures()
                        .with("keptAliveWithinSeconds", idle)
                        .with("probesPerSecond", (double) sockets / idle)
                        .by(Formula.F21)
                        .map(),
                "holds for timers that start afterwards; sockets that set TCP_KEEPIDLE keep their"
                        + " own time, sockets without SO_KEEPALIVE get none",
                "ss -Htano state established shows timers of at most a minute",
                Sysctl.restore(
                        Sysctl.TCP_KEEPALIVE_TIME, kernel.text(Sysctl.TCP_KEEPALIVE_TIME), "7200"));
    }
}
