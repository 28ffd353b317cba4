// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rule;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.AcceptQueueRemedies;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import java.util.List;

/** More handshakes are under way than a listener may hold. */
public final class SynQueueFull implements Rule {
    @Override
    public RuleName name() {
        return RuleName.SYN_QUEUE_FULL;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "A SYN queue was full: with syncookies the kernel went on with cookies,"
                        + " without TCP options beyond those that fit; without syncookies it dropped"
                        + " SYNs. Either the backlog is too small, or someone floods the port.",
                "Growth of TcpExt.TCPReqQFullDoCookies and TcpExt.TCPReqQFullDrop on the"
                        + " host of the service's fullest listener.",
                "warn when cookies were sent, high when SYNs were dropped.",
                "Services without a listener; the counters belong to the whole namespace,"
                        + " so only the fullest listener of a service is named.",
                "Backlog 8: a SYN queue of 9; 40 half-open connections made"
                        + " TCPReqQFullDoCookies 31 with tcp_syncookies=1, TCPReqQFullDrop and"
                        + " ListenDrops 31 with 0.",
                "");
    }

    @Override
    public List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        boolean dropped = kernel.rose(Counter.REQ_QUEUE_FULL_DROP);
        if (!dropped && !kernel.rose(Counter.REQ_QUEUE_FULL_COOKIES)) {
            return List.of();
        }
        ListenerMinute fullest = null;
        for (ListenerMinute listener : minute.listeners()) {
            if (listener.host().equals(kernel.host())
                    && (fullest == null
                            || listener.acceptQueuePeak() > fullest.acceptQueuePeak())) {
                fullest = listener;
            }
        }
        return fullest == null ? List.of() : List.of(signal(minute, fullest, kernel, dropped));
    }

    private Signal signal(
            ServiceMinute minute, ListenerMinute listener, KernelFacts kernel, boolean dropped) {
        return new Signal(
                name(),
                dropped ? Severity.HIGH : Severity.WARN,
                minute.service(),
                Side.SERVER,
                listener.endpoint(),
                List.of(listener.host()),
                new Figures()
                        .with("host", listener.host())
                        .with("backlogConnections", listener.backlog())
                        .with(
                                "namespaceSynCookies",
                                kernel.increase(Counter.REQ_QUEUE_FULL_COOKIES))
                        .with("namespaceSynDrops", kernel.increase(Counter.REQ_QUEUE_FULL_DROP))
                        .with("tcpSyncookies", kernel.number(Sysctl.TCP_SYNCOOKIES))
                        .by(Formula.F19)
                        .map(),
                List.of(
                        AcceptQueueRemedies.longerQueue(listener, kernel.number(Sysctl.SOMAXCONN)),
                        findFlood(listener)));
    }

    private static Proposal findFlood(ListenerMinute listener) {
        return new Proposal(
                AdviceKind.APPLICATION,
                "look who opens connections without finishing them, and limit that address",
                new Figures().with("backlogConnections", listener.backlog()).by(Formula.F19).map(),
                "an address may stand for many clients behind a NAT",
                "ss -Htan state syn-recv | awk '{print $4}' | sed 's/:[0-9]*$//' | sort | uniq -c",
                "take the limit out");
    }
}
