// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.ConnectTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A server whose TIME_WAIT refuses a SYN lets the client wait for up to 67 s. */
public final class Rfc1337Stall implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.RFC1337_STALL;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "tcp_rfc1337=1 makes TIME_WAIT ignore resets. A client that comes back"
                        + " from the same port while the server holds TIME_WAIT, and is refused,"
                        + " cannot clear it and stalls in SYN_SENT until the TIME_WAIT is over.",
                "tcp_rfc1337 and TIME_WAIT at a listening port; growth of"
                        + " TcpExt.PAWSTimewait and TcpExt.TCPACKSkippedTimeWait.",
                "warn with tcp_rfc1337=1 and TIME_WAIT at the server; info where only the"
                        + " counters rose.",
                "Clients; servers without TIME_WAIT.",
                "Server with tcp_rfc1337=1, client back on the same port with a lower"
                        + " sequence number: 66.8 s in SYN_SENT (67 predicted), 10 ms with 0. Twelve"
                        + " clients behind one address: 4 stalled beyond 3.5 s.",
                "S11 S29");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        if (endpoint.side() != Side.SERVER
                || (sockets.mean().states().timeWait() == 0 && sockets.peak().timeWait() == 0)) {
            return null;
        }
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        boolean ignoresResets = kernel.numberOr(Sysctl.TCP_RFC1337, 0) == 1;
        boolean refuses =
                kernel.rose(Counter.PAWS_TIME_WAIT) || kernel.rose(Counter.ACK_SKIPPED_TIME_WAIT);
        if (!ignoresResets && !refuses) {
            return null;
        }
        long stall =
                ConnectTimeout.stallSeconds(kernel.numberOr(Sysctl.TCP_SYN_LINEAR_TIMEOUTS, 0));
        return Signal.of(
                this,
                ignoresResets ? Severity.WARN : Severity.INFO,
                minute,
                endpoint,
                new Figures()
                        .with("tcpRfc1337", kernel.number(Sysctl.TCP_RFC1337))
                        .with("peakTimeWaitSockets", sockets.peak().timeWait())
                        .with(
                                "namespacePawsTimeWaitSegments",
                                kernel.increase(Counter.PAWS_TIME_WAIT))
                        .with(
                                "namespaceSkippedAcks",
                                kernel.increase(Counter.ACK_SKIPPED_TIME_WAIT))
                        .with("stallSeconds", stall)
                        .by(Formula.F20),
                List.of(ignoresResets ? allowResets(kernel) : otherPorts()));
    }

    private static Proposal allowResets(KernelFacts kernel) {
        return SettingRemedies.set(
                kernel,
                Sysctl.TCP_RFC1337,
                "0",
                new Figures().with("stallSeconds", 0.01).by(Formula.F20),
                "a reset can end a TIME_WAIT early, as everywhere by default");
    }

    private static Proposal otherPorts() {
        return new Proposal(
                AdviceKind.APPLICATION,
                "let the clients take any source port (no bind to a fixed one), and give clients"
                        + " behind one NAT address more addresses",
                new Figures().with("refusedSegments", 0L).by(Formula.F20).map(),
                "firewall rules by source port no longer match",
                "nstat -az TcpExtPAWSTimewait TcpExtTCPACKSkippedTimeWait stand still",
                "bind the port again");
    }
}
