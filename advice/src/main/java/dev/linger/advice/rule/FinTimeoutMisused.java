// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.CloseTimeout;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** tcp_fin_timeout was changed, most likely against TIME_WAIT, on which it has no effect. */
public final class FinTimeoutMisused implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.FIN_TIMEOUT_MISUSED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "tcp_fin_timeout is not 60. It is the life of an orphaned FIN_WAIT2 and"
                        + " nothing else: TIME_WAIT stays at 60 s. A small value cuts half-closed"
                        + " connections, and from 61 to 89 the life is shorter than with 60.",
                "tcp_fin_timeout of the namespace, where the service closes first.",
                "info; warn where an orphaned FIN_WAIT2 lives less than 15 s.",
                "The default, 60.",
                "TIME_WAIT lasted 60.7 to 62.5 s with 5, 60 and 120. Orphaned FIN_WAIT2:"
                        + " 5 lasted 5.2 s, 61 lasted 2.15 s, 70 lasted 20.9 s, 120 lasted 122.8 s.",
                "S26");
    }

    private static final long USUAL_SECONDS = 60;

    private static final long SHORT_SECONDS = 15;

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        long timeout = kernel.numberOr(Sysctl.TCP_FIN_TIMEOUT, USUAL_SECONDS);
        if (timeout == USUAL_SECONDS || !HostRule.closesFirst(minute)) {
            return null;
        }
        long life = CloseTimeout.finWait2Seconds(timeout);
        return ofNamespace(
                life < SHORT_SECONDS ? Severity.WARN : Severity.INFO,
                minute,
                new Figures()
                        .with("tcpFinTimeoutSeconds", timeout)
                        .with("finWait2LifeSeconds", life)
                        .with("timeWaitSeconds", TimeWait.SECONDS)
                        .by(Formula.F16),
                List.of(
                        SettingRemedies.set(
                                kernel,
                                Sysctl.TCP_FIN_TIMEOUT,
                                Long.toString(USUAL_SECONDS),
                                new Figures()
                                        .with("finWait2LifeSeconds", USUAL_SECONDS)
                                        .with("timeWaitSeconds", TimeWait.SECONDS)
                                        .by(Formula.F16),
                                "orphaned FIN_WAIT2 stay longer, 256 bytes each")));
    }
}
