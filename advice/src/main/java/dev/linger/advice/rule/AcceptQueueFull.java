// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rule;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.AcceptQueue;
import dev.linger.advice.kernel.Counter;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.AcceptQueueRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Connections wait for accept(), and there is no room for more. */
public final class AcceptQueueFull implements Rule {
    @Override
    public RuleName name() {
        return RuleName.ACCEPT_QUEUE_FULL;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "A listener's accept queue is full: the application accepts more slowly than"
                        + " connections come. The kernel drops further SYNs and final ACKs in"
                        + " silence; clients see time-outs, or a connection that is ESTABLISHED at"
                        + " their end only.",
                "Longest accept queue against its limit, on the host where it was fullest"
                        + " (idiag_rqueue > idiag_wqueue); TcpExt.ListenOverflows of that host.",
                "high once the queue held more than its limit, or stood at the limit while"
                        + " ListenOverflows rose; critical when it was full in every snapshot, at"
                        + " least two.",
                "A queue below its limit, also when ListenOverflows rose: the counter belongs to"
                        + " the whole network namespace.",
                "Backlog 4, no accept, 10 connects: LISTEN showed 5 against 4, 5 ESTABLISHED and 5"
                        + " SYN_SENT, ListenOverflows and ListenDrops rose together, nothing was"
                        + " reset. A listener with somaxconn raised afterwards kept its limit until"
                        + " listen() was called again.",
                "S18 S19");
    }

    @Override
    public List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        List<Signal> signals = List.of();
        List<ListenerMinute> listeners = minute.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            Severity severity = severity(minute, listeners.get(i));
            if (severity != null) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.add(signal(minute, listeners.get(i), severity));
            }
        }
        return signals;
    }

    private static @Nullable Severity severity(ServiceMinute minute, ListenerMinute listener) {
        if (listener.fullSnapshots() > 1 && listener.fullSnapshots() >= listener.snapshots()) {
            return Severity.CRITICAL;
        }
        if (AcceptQueue.isFull(listener.acceptQueuePeak(), listener.backlog())
                || listener.fullSnapshots() > 0) {
            return Severity.HIGH;
        }
        boolean atLimit =
                listener.acceptQueuePeak() > 0 && listener.acceptQueuePeak() == listener.backlog();
        return atLimit && overflows(minute, listener).orElse(0) > 0 ? Severity.HIGH : null;
    }

    private static OptionalLong overflows(ServiceMinute minute, ListenerMinute listener) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        return listener.host().equals(kernel.host())
                ? kernel.increase(Counter.LISTEN_OVERFLOWS)
                : OptionalLong.empty();
    }

    private Signal signal(ServiceMinute minute, ListenerMinute listener, Severity severity) {
        OptionalLong somaxconn = KernelFacts.of(minute.kernel()).number(Sysctl.SOMAXCONN);
        Map<String, Object> evidence =
                new Figures()
                        .with("host", listener.host())
                        .with("acceptQueuePeakConnections", listener.acceptQueuePeak())
                        .with("backlogConnections", listener.backlog())
                        .with("fullSnapshots", listener.fullSnapshots())
                        .with("snapshots", listener.snapshots())
                        .with("namespaceListenOverflows", overflows(minute, listener))
                        .with("somaxconnConnections", somaxconn)
                        .map();
        return new Signal(
                name(),
                severity,
                minute.service(),
                Side.SERVER,
                listener.endpoint(),
                List.of(listener.host()),
                evidence,
                AcceptQueueRemedies.of(listener, somaxconn));
    }
}
