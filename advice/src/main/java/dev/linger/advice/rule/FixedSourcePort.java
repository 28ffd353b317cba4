// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.remedy.SsCommand;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A client insists on one source port. */
public final class FixedSourcePort implements EndpointRule {
    @Override
    public RuleName name() {
        return RuleName.FIXED_SOURCE_PORT;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The client connects from a port of its own choice instead of an"
                        + " ephemeral one. While that port is in TIME_WAIT, bind() fails with"
                        + " EADDRINUSE for 60 s, unless every such socket has SO_REUSEADDR.",
                "Client-side sockets of an endpoint whose local ports all lie outside"
                        + " ip_local_port_range, with reconnects.",
                "warn when the connection was closed once and is in TIME_WAIT; info when it came"
                        + " back within the minute, or TcpExt.TWRecycled rose, so that reuse works.",
                "Connections that are only held, such as NFS from a privileged port;"
                        + " endpoints with any ephemeral port in use.",
                "Fixed port, closed by the client: bind failed with EADDRINUSE in under 1"
                        + " ms, for 60 to 62 s. With SO_REUSEADDR on old and new socket and"
                        + " timestamps on, 200 of 200 reconnects succeeded within 0.53 s.",
                "S9 S10 S29");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, EndpointMinute endpoint, Thresholds thresholds) {
        SocketMinute sockets = endpoint.sockets();
        PortPressure ports = sockets.ports();
        if (endpoint.side() != Side.CLIENT || ports == null || ports.used() > 0) {
            return null;
        }
        long timeWait = Math.max(sockets.mean().states().timeWait(), sockets.peak().timeWait());
        if (timeWait == 0 || sockets.activeCloses() == 0) {
            return null;
        }
        boolean cameBack =
                sockets.activeCloses() > timeWait
                        || KernelFacts.of(minute.kernel()).rose(Counter.TW_RECYCLED);
        return Signal.of(
                this,
                cameBack ? Severity.INFO : Severity.WARN,
                minute,
                endpoint,
                new Figures()
                        .with("sourceAddress", ports.sourceAddress())
                        .with("ephemeralPortsInUse", 0L)
                        .with("peakTimeWaitSockets", timeWait)
                        .with("activeCloses", sockets.activeCloses())
                        .with("openedConnections", sockets.opened()),
                List.of(freePort(endpoint), reuseAddress(endpoint)));
    }

    private static Proposal freePort(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "let the kernel choose the source port: no bind() before connect(), Go no LocalAddr"
                        + " port, Java no local port in Socket or bind(null)",
                new Figures()
                        .with("reconnectWaitSeconds", 0L)
                        .with("reconnectWaitBeforeSeconds", TimeWait.SECONDS)
                        .by(Formula.F2)
                        .map(),
                "firewall rules by source port no longer match",
                SsCommand.list("", "all", Side.CLIENT, endpoint.endpoint())
                        + " shows ports of ip_local_port_range",
                "bind the port again");
    }

    private static Proposal reuseAddress(EndpointMinute endpoint) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "where the port must stay, SO_REUSEADDR before bind() on every socket that uses it,"
                        + " the one that is closed as well as the one that comes",
                new Figures().with("reconnectWaitSeconds", 0L).by(Formula.F2).map(),
                "works only where both ends have tcp_timestamps on; otherwise connect() fails with"
                        + " EADDRNOTAVAIL for 60 s",
                SsCommand.list("", "all", Side.CLIENT, endpoint.endpoint()),
                "take the option out");
    }
}
