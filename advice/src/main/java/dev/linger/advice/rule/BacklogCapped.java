// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.Rule;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.AcceptQueueRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** somaxconn decides how long an accept queue may get. */
public final class BacklogCapped implements Rule {
    @Override
    public RuleName name() {
        return RuleName.BACKLOG_CAPPED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "The listener's queue is exactly as long as net.core.somaxconn allows,"
                        + " and more than half of it was needed: the application most likely asked"
                        + " for more.",
                "Backlog of the listener against net.core.somaxconn, longest accept" + " queue.",
                "warn when both are equal and the queue held more than half of it.",
                "Queues that stay short; a full queue, which is ACCEPT_QUEUE_FULL with"
                        + " the same remedy.",
                "listen(500) with somaxconn 10 showed a limit of 10; raising somaxconn"
                        + " changed nothing until listen() was called again.",
                "");
    }

    @Override
    public List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        long somaxconn = KernelFacts.of(minute.kernel()).numberOr(Sysctl.SOMAXCONN, -1);
        List<Signal> signals = List.of();
        for (int i = 0; somaxconn >= 0 && i < minute.listeners().size(); i++) {
            ListenerMinute listener = minute.listeners().get(i);
            if (isCapped(listener, somaxconn)) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.add(signal(minute, listener, OptionalLong.of(somaxconn)));
            }
        }
        return signals;
    }

    private static boolean isCapped(ListenerMinute listener, long somaxconn) {
        return listener.backlog() == somaxconn && listener.acceptQueuePeak() > somaxconn / 2;
    }

    private Signal signal(ServiceMinute minute, ListenerMinute listener, OptionalLong somaxconn) {
        return new Signal(
                name(),
                Severity.WARN,
                minute.service(),
                Side.SERVER,
                listener.endpoint(),
                List.of(listener.host()),
                new Figures()
                        .with("host", listener.host())
                        .with("acceptQueuePeakConnections", listener.acceptQueuePeak())
                        .with("backlogConnections", listener.backlog())
                        .with("somaxconnConnections", somaxconn)
                        .by(Formula.F19)
                        .map(),
                List.of(AcceptQueueRemedies.longerQueue(listener, somaxconn)));
    }
}
