// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.FleetSettings;
import dev.linger.advice.Rule;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.tcp.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A NAT has no port left for a connection, and drops its SYN. */
public final class SnatPoolExhausted implements Rule {
    @Override
    public RuleName name() {
        return RuleName.SNAT_POOL_EXHAUSTED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The host translates addresses and finds no free source port for new connections to"
                        + " a destination. It drops their SYN; the clients behind it stay in"
                        + " SYN_SENT until they time out, and never see EADDRNOTAVAIL.",
                "Growth of insert_failed and drop of /proc/net/stat/nf_conntrack in each network"
                        + " namespace of a host.",
                "warn from rules.conntrack-failures (10) between two kernel snapshots.",
                "Single failures, which two connections cause that are placed at the same moment;"
                        + " hosts without connection tracking. The finding is about the host, for"
                        + " the connections that fail are not its own.",
                "NAT with 50 ports, 60 connections: 50 ESTABLISHED, 10 in SYN_SENT, insert_failed"
                        + " and drop 29; other destinations connected at once.",
                "S22");
    }

    @Override
    public List<Signal> evaluate(HostKernel kernel, FleetSettings fleet, Thresholds thresholds) {
        List<Signal> signals = new ArrayList<>(0);
        for (NamespaceKernel namespace : kernel.latest().namespaces()) {
            if (!namespace.counters().containsKey(Counter.CONNTRACK_INSERT_FAILED)) {
                continue;
            }
            KernelFacts facts = KernelFacts.of(kernel.context(namespace.namespace()));
            OptionalLong failed = facts.increase(Counter.CONNTRACK_INSERT_FAILED);
            OptionalLong dropped = facts.increase(Counter.CONNTRACK_DROP);
            if (Math.max(failed.orElse(0), dropped.orElse(0)) >= thresholds.conntrackFailures()) {
                signals.add(signal(kernel.latest().host(), namespace, facts));
            }
        }
        return signals.size() > 1 ? signals.subList(0, 1) : signals;
    }

    private Signal signal(String host, NamespaceKernel namespace, KernelFacts facts) {
        OptionalLong entries = facts.level(Counter.CONNTRACK_COUNT);
        OptionalLong limit = facts.number(Sysctl.CONNTRACK_MAX);
        return new Signal(
                name(),
                Severity.WARN,
                host,
                Side.CLIENT,
                Signal.HOST,
                List.of(host),
                new Figures()
                        .with("namespace", namespace.namespace())
                        .with("failedInserts", facts.increase(Counter.CONNTRACK_INSERT_FAILED))
                        .with("droppedPackets", facts.increase(Counter.CONNTRACK_DROP))
                        .with("conntrackEntries", entries)
                        .with("conntrackLimit", limit)
                        .by(Formula.SNAT_PORTS)
                        .map(),
                List.of(pool(), morePorts()));
    }

    private static Proposal pool() {
        return new Proposal(
                AdviceKind.LONG_CONNECTIONS,
                "keep connections open in the clients behind the NAT instead of one per request:"
                        + " conntrack -L -p tcp --state TIME_WAIT shows their addresses and the"
                        + " destination that has no port left",
                new Figures().with("failedInserts", 0L).by(Formula.SNAT_PORTS).map(),
                "pooled connections must send something before the NAT forgets them"
                        + " (nf_conntrack_tcp_timeout_established)",
                "conntrack -S: insert_failed and drop stand still",
                "take the pools out");
    }

    private static Proposal morePorts() {
        return new Proposal(
                AdviceKind.CAPACITY,
                "give the NAT more addresses or ports: nft `snat to 192.0.2.1-192.0.2.4:1024-65535`,"
                        + " iptables `--to-source 192.0.2.1-192.0.2.4:1024-65535`; cloud NAT"
                        + " gateways more addresses or ports for each instance",
                new Figures().with("capacityFactor", 4L).by(Formula.SNAT_PORTS).map(),
                "costs addresses; firewalls beyond that know the old ones must learn the new",
                "conntrack -S: insert_failed and drop stand still",
                "take the addresses out again");
    }
}
