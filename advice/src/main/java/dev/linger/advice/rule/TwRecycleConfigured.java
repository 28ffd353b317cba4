// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** tcp_tw_recycle is on. */
public final class TwRecycleConfigured implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.TW_RECYCLE_CONFIGURED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "tcp_tw_recycle is on, on a kernel old enough to have it. It drops"
                        + " connections of clients that share a NAT address; newer kernels removed"
                        + " it.",
                "tcp_tw_recycle of the namespace.",
                "high when it is on.",
                "Kernels from 4.12 on, which have no such setting; configuration files,"
                        + " which are not read yet.",
                "Not run, the kernel here has no such setting: read in the commit that"
                        + " removed it in 4.12 (4396e46187ca).",
                "");
    }

    @Override
    public @Nullable Signal signal(
            ServiceMinute minute, KernelFacts kernel, Thresholds thresholds) {
        if (kernel.number(Sysctl.TCP_TW_RECYCLE).orElse(0) == 0) {
            return null;
        }
        return ofNamespace(
                Severity.HIGH,
                minute,
                new Figures().with("tcpTwRecycle", kernel.number(Sysctl.TCP_TW_RECYCLE)),
                List.of(
                        new Proposal(
                                AdviceKind.KERNEL,
                                "delete tcp_tw_recycle from /etc/sysctl.conf and /etc/sysctl.d, and "
                                        + Sysctl.set(Sysctl.TCP_TW_RECYCLE, "0"),
                                new Figures()
                                        .with("timeWaitSeconds", TimeWait.SECONDS)
                                        .by(Formula.F1)
                                        .map(),
                                "TIME_WAIT lasts its 60 s again",
                                "sysctl " + Sysctl.TCP_TW_RECYCLE + " prints 0",
                                "there is no reason to: it breaks clients behind NAT")));
    }
}
