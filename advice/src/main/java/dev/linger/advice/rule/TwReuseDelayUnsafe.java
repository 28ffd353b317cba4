// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.kernel.TwReuse;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** TIME_WAIT is taken over before the peer's timestamp has moved on. */
public final class TwReuseDelayUnsafe implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.TW_REUSE_DELAY_UNSAFE;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "connect() may take over a TIME_WAIT sooner than the peer's timestamp"
                        + " clock ticks, so that an old segment may look like a new one.",
                "tcp_tw_reuse_delay of the namespace, where tcp_tw_reuse=1 and the"
                        + " service closes first.",
                "warn below 10 ms.",
                "tcp_tw_reuse 0 and 2, which do not reach across the network; kernels"
                        + " without the setting, which wait 1 s.",
                "Not run: read in the kernel documentation (ip-sysctl, PAWS needs a tick"
                        + " between old and new). 50 ms reused 2906 ports/s without trouble on one"
                        + " link.",
                "");
    }

    /** The slowest timestamp clock that is common: one tick in 10 ms. */
    private static final double TICK_SECONDS = 0.010;

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        if (kernel.twReuse() != TwReuse.ALL
                || kernel.twReuseDelaySeconds() >= TICK_SECONDS
                || !HostRule.closesFirst(minute)) {
            return null;
        }
        return ofNamespace(
                Severity.WARN,
                minute,
                new Figures()
                        .with("twReuseDelayMillis", kernel.twReuseDelaySeconds() * 1000)
                        .with("timestampTickMillis", TICK_SECONDS * 1000),
                List.of(
                        SettingRemedies.set(
                                kernel,
                                Sysctl.TCP_TW_REUSE_DELAY,
                                "1000",
                                new Figures().with("twReuseDelayMillis", 1000L).by(Formula.F5),
                                "the sustainable rate falls to (N - C) per second")));
    }
}
