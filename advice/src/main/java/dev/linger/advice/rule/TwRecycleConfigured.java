// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.FleetSettings;
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
import dev.linger.model.kernel.ConfiguredSysctl;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

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
                "tcp_tw_recycle of the namespace; what sysctl.d configures, where the kernel has no"
                        + " such setting any more.",
                "high when it is on; info, about the host, when a file sets it for a kernel without"
                        + " it.",
                "Hosts where no file names it.",
                "Not run, the kernel here has no such setting: read in the commit that"
                        + " removed it in 4.12 (4396e46187ca).",
                "");
    }

    @Override
    public List<Signal> evaluate(HostKernel kernel, FleetSettings fleet, Thresholds thresholds) {
        Map<String, ConfiguredSysctl> files = kernel.latest().configured();
        ConfiguredSysctl line = files == null ? null : files.get(Sysctl.TCP_TW_RECYCLE);
        if (line == null || line.value().equals("0") || isThere(kernel)) {
            return List.of();
        }
        String host = kernel.latest().host();
        return List.of(
                new Signal(
                        name(),
                        Severity.INFO,
                        host,
                        Side.CLIENT,
                        Signal.HOST,
                        List.of(host),
                        new Figures()
                                .with("configuredValue", line.value())
                                .with("file", line.file())
                                .with("kernelRelease", kernel.latest().kernelRelease())
                                .map(),
                        List.of(deleteLine(line.file()))));
    }

    private static boolean isThere(HostKernel kernel) {
        return kernel.latest().namespaces().stream()
                .anyMatch(namespace -> namespace.sysctls().containsKey(Sysctl.TCP_TW_RECYCLE));
    }

    private static Proposal deleteLine(String file) {
        return new Proposal(
                AdviceKind.KERNEL,
                "delete the line with tcp_tw_recycle from "
                        + file
                        + ": this kernel has no such"
                        + " setting, and an older one would drop clients behind NAT",
                new Figures().with("timeWaitSeconds", TimeWait.SECONDS).by(Formula.F1).map(),
                "none, it has no effect now",
                "grep -r tcp_tw_recycle /etc/sysctl.conf /etc/sysctl.d finds nothing",
                "there is no reason to");
    }

    @Override
    public @Nullable Signal signal(ServiceMinute minute, Thresholds thresholds) {
        KernelFacts kernel = KernelFacts.of(minute.kernel());
        if (kernel.numberOr(Sysctl.TCP_TW_RECYCLE, 0) == 0) {
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
