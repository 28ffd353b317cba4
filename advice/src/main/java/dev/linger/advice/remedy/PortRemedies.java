// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Figures;
import dev.linger.advice.formula.ConnectCost;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Locality;
import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.kernel.TwReuse;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What helps a client whose ephemeral ports to one endpoint get scarce. Each remedy is proposed
 * only where the kernel's settings are known and it would change something.
 */
public final class PortRemedies {
    private final PortLoad load;
    private final KernelFacts kernel;

    private PortRemedies(PortLoad load) {
        this.load = load;
        this.kernel = load.kernel();
    }

    /**
     * All remedies that apply, the preferred one first: a pool takes the cause away, a kernel
     * setting only moves the ceiling, a socket option only the latency, addresses cost money.
     *
     * @param targetUtilisation share of the ports below which there is no pressure
     */
    public static List<Proposal> of(PortLoad load, ConnectionPool pool, double targetUtilisation) {
        PortRemedies remedies = new PortRemedies(load);
        List<Proposal> proposals = new ArrayList<>();
        boolean closesMatter = load.openUtilisation() < targetUtilisation;
        if (closesMatter) {
            proposals.add(pool.proposal(load.endpoint(), load.usable()));
        }
        add(proposals, remedies.widerRange());
        if (closesMatter) {
            add(proposals, remedies.reuse());
        } else {
            proposals.add(remedies.fewerOpen());
        }
        proposals.add(remedies.socketRange());
        proposals.add(remedies.moreTuples(targetUtilisation));
        return proposals;
    }

    private static void add(List<Proposal> proposals, @Nullable Proposal proposal) {
        if (proposal != null) {
            proposals.add(proposal);
        }
    }

    private @Nullable Proposal widerRange() {
        PortRange range = kernel.localPortRange();
        if (range == null || range.size() >= PortRange.WIDEST.size()) {
            return null;
        }
        long excluded = Math.max(0, range.size() - load.usable());
        long usable = EphemeralPorts.usable(PortRange.WIDEST.size(), excluded, 0);
        return new Proposal(
                AdviceKind.KERNEL,
                "widen the ephemeral range in the service's network namespace on "
                        + load.ports().host()
                        + ": "
                        + Sysctl.set(Sysctl.IP_LOCAL_PORT_RANGE, PortRange.WIDEST.toString())
                        + ", with every port from 1024 up that is to be listened on added to "
                        + Sysctl.IP_LOCAL_RESERVED_PORTS,
                new Figures()
                        .with("usablePorts", usable)
                        .with("utilisation", (double) load.ports().used() / usable)
                        .with(
                                "sustainablePerSecond",
                                EphemeralPorts.sustainablePerSecond(usable, load.open()))
                        .with(
                                "cliffInSeconds",
                                EphemeralPorts.secondsToCliff(
                                        usable,
                                        load.open(),
                                        (double) load.ports().timeWait(),
                                        load.closesPerSecond()))
                        .by(Formula.F2, Formula.F4, Formula.F8)
                        .map(),
                "moves the ceiling only; a port that a service wants to listen on later may be"
                        + " taken unless it is reserved; past half of the wider range a connect()"
                        + " scans longer than now",
                "sysctl " + Sysctl.IP_LOCAL_PORT_RANGE + "; utilisation of " + load.endpoint(),
                Sysctl.restore(Sysctl.IP_LOCAL_PORT_RANGE, range.toString(), range.toString()));
    }

    private @Nullable Proposal reuse() {
        TwReuse reuse = kernel.twReuse();
        if (reuse == null || load.reuseEffective()) {
            return null;
        }
        List<String> changes = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        if (kernel.timestampsOff()) {
            changes.add(Sysctl.set(Sysctl.TCP_TIMESTAMPS, "1"));
            undo.add(Sysctl.set(Sysctl.TCP_TIMESTAMPS, "0"));
        }
        if (reuse != TwReuse.ALL) {
            changes.add(Sysctl.set(Sysctl.TCP_TW_REUSE, "1"));
            undo.add(Sysctl.restore(Sysctl.TCP_TW_REUSE, kernel.text(Sysctl.TCP_TW_REUSE), "2"));
        }
        String where = load.ports().host();
        if (changes.isEmpty()) {
            where = Locality.addressOf(load.endpoint());
            changes.add(Sysctl.set(Sysctl.TCP_TIMESTAMPS, "1"));
            undo.add(Sysctl.set(Sysctl.TCP_TIMESTAMPS, "0"));
        }
        double delay = kernel.twReuseDelaySeconds();
        return new Proposal(
                AdviceKind.KERNEL,
                "let connect() take over TIME_WAIT older than %s s, in the network namespace on %s: %s"
                        .formatted(delay, where, String.join(" and ", changes)),
                new Figures()
                        .with(
                                "sustainablePerSecond",
                                EphemeralPorts.sustainablePerSecondWithReuse(
                                        load.usable(), load.open(), delay))
                        .with(
                                "timeWaitSockets",
                                TimeWait.socketsWithReuse(
                                        load.closesPerSecond(), load.usable(), delay))
                        .by(Formula.F5, Formula.F6)
                        .map(),
                "works only where both ends have tcp_timestamps on; helps outgoing connections"
                        + " only; a segment of the old connection that arrives late is told apart"
                        + " by its timestamp alone",
                "nstat -az TcpExtTWRecycled rises; "
                        + SsCommand.count("time-wait", Side.CLIENT, load.endpoint())
                        + " stays at or below "
                        + load.usable() / 2,
                String.join(" and ", undo));
    }

    private Proposal fewerOpen() {
        return new Proposal(
                AdviceKind.APPLICATION,
                "send more requests over fewer connections to %s: limit the pools of all its"
                                .formatted(load.endpoint())
                        + " processes on a host to half of the usable ports together, or multiplex"
                        + " (HTTP/2)",
                new Figures()
                        .with("openConnections", load.usable() / 2)
                        .with("utilisation", EphemeralPorts.CLIFF)
                        .by(Formula.F2)
                        .map(),
                "requests wait for a connection when the pool is smaller than the load needs",
                SsCommand.count("established", Side.CLIENT, load.endpoint()),
                "raise the pool's limit again");
    }

    private Proposal socketRange() {
        PortRange range = kernel.localPortRange();
        PortRange shown = range == null ? PortRange.WIDEST : range;
        return new Proposal(
                AdviceKind.APPLICATION,
                "set the socket option IP_LOCAL_PORT_RANGE (51, Linux 6.3 and later) to the whole"
                        + " range before connect(): setsockopt(fd, IPPROTO_IP, 51, %d << 16 | %d)"
                                .formatted(shown.high(), shown.low()),
                new Figures()
                        .with("connectExtraMicros", 0L)
                        .with(
                                "connectExtraBeforeMicros",
                                ConnectCost.pastCliffMicrosHigh(load.usable()))
                        .with("utilisation", load.ports().utilisation())
                        .by(Formula.F9)
                        .map(),
                "takes the slow connect() past half of the range away, and no more: the ports run"
                        + " out as before; ports outside ip_local_port_range are ignored",
                "perf trace -s -e connect, or strace -c -e connect: time per call",
                "leave the option out");
    }

    private Proposal moreTuples(double targetUtilisation) {
        double needed =
                Math.max(
                        (double) load.ports().used(),
                        load.predictedUtilisation().orElse(0) * load.usable());
        long factor =
                load.usable() == 0
                        ? 2
                        : Math.max(
                                2, (long) Math.ceil(needed / (load.usable() * targetUtilisation)));
        return new Proposal(
                AdviceKind.CAPACITY,
                "spread the connections over %d four-tuple spaces: %d addresses or ports of the service behind %s, or %d source addresses on %s"
                                .formatted(
                                        factor,
                                        factor,
                                        load.endpoint(),
                                        factor,
                                        load.ports().host())
                        + " (bind the source address with IP_BIND_ADDRESS_NO_PORT)",
                new Figures()
                        .with("capacityPorts", EphemeralPorts.tuples(load.usable(), 1, factor))
                        .with("utilisation", load.ports().utilisation() / factor)
                        .with(
                                "sustainablePerSecond",
                                factor
                                        * EphemeralPorts.sustainablePerSecond(
                                                load.usable(), load.open() / factor))
                        .by(Formula.F3, Formula.F4)
                        .map(),
                "costs addresses; with bind(source, 0) and without IP_BIND_ADDRESS_NO_PORT all"
                        + " destinations share one set of ports",
                SsCommand.count("all", Side.CLIENT, load.endpoint()),
                "take the addresses out again");
    }
}
