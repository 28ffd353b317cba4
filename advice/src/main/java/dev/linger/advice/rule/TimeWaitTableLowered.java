// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.advice.kernel.Sysctl;
import dev.linger.advice.remedy.SettingRemedies;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Someone made the TIME_WAIT table smaller than the kernel would. */
public final class TimeWaitTableLowered implements HostRule {
    @Override
    public RuleName name() {
        return RuleName.TIME_WAIT_TABLE_LOWERED;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "tcp_max_tw_buckets is below the kernel's own choice. Beyond it TIME_WAIT"
                        + " sockets are discarded, and with them the protection from old segments;"
                        + " nothing is gained, since one takes 256 to 512 bytes.",
                "tcp_max_tw_buckets against half of tcp_ehash_entries.",
                "warn below half of the connection hash.",
                "Kernels that do not tell the size of their connection hash (before 6.1);"
                        + " services that never close first.",
                "The default is half of the connection hash (131,072 for 262,144), in"
                        + " every new namespace. With 50, 5000 of 5000 connects succeeded, by"
                        + " discarding 4950 TIME_WAIT.",
                "S8");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        long limit = kernel.numberOr(Sysctl.TCP_MAX_TW_BUCKETS, Long.MAX_VALUE);
        // Negative where the namespace shares the hash of the initial one.
        long usual = Math.abs(kernel.numberOr(Sysctl.TCP_EHASH_ENTRIES, 0)) / 2;
        if (limit >= usual || !HostRule.closesFirst(minute)) {
            return null;
        }
        return ofNamespace(
                Severity.WARN,
                minute,
                new Figures()
                        .with("tcpMaxTwBuckets", limit)
                        .with("defaultTwBuckets", usual)
                        .with("peakTimeWaitSockets", minute.sockets().peak().timeWait()),
                List.of(
                        SettingRemedies.set(
                                kernel,
                                Sysctl.TCP_MAX_TW_BUCKETS,
                                Long.toString(usual),
                                new Figures()
                                        .with("tcpMaxTwBuckets", usual)
                                        .with(
                                                "memoryBytes",
                                                SocketMemory.timeWaitBytes(usual, Side.CLIENT))
                                        .by(Formula.F17),
                                "a full table takes the memory given")));
    }
}
