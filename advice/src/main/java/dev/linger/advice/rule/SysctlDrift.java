// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.advice.FleetSettings;
import dev.linger.advice.Rule;
import dev.linger.advice.RuleDoc;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.advice.formula.Formula;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A host is set otherwise than the rest of the fleet, or than the operator declared. */
public final class SysctlDrift implements Rule {
    /** The kernel computes these from the memory of the host. */
    private static final Set<String> BY_MEMORY =
            Set.of(
                    "fs.file-max",
                    "net.ipv4.tcp_ehash_entries",
                    "net.ipv4.tcp_max_orphans",
                    "net.ipv4.tcp_max_syn_backlog",
                    Sysctl.TCP_MAX_TW_BUCKETS,
                    "net.ipv4.tcp_mem",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem",
                    Sysctl.CONNTRACK_MAX);

    @Override
    public RuleName name() {
        return RuleName.SYSCTL_DRIFT;
    }

    @Override
    public RuleDoc doc() {
        return new RuleDoc(
                "A setting of this host differs from the declared baseline, or from nearly all"
                        + " other hosts. What was measured or tuned elsewhere does not hold here.",
                "Settings of the host's own network namespace against rules.sysctl-baseline, and"
                        + " against those that at least 80 % of at least 5 hosts have alike: of the"
                        + " whole fleet, those that sent a snapshot in the minute.",
                "warn against the baseline; info against the majority.",
                "Settings that the kernel computes from memory, unless the baseline names them;"
                        + " settings that this kernel lacks; namespaces of containers, which begin"
                        + " with the kernel's defaults.",
                "A new network namespace began with the kernel's defaults, not with the host's"
                        + " values.",
                "");
    }

    @Override
    public List<Signal> evaluate(HostKernel kernel, FleetSettings fleet, Thresholds thresholds) {
        return evaluate(kernel.latest().host(), comparable(kernel, thresholds), fleet, thresholds);
    }

    /**
     * Settings of the host's own network namespace that can be compared with those of other hosts,
     * or are named by the baseline; empty where the host reported no namespace.
     */
    public static Map<String, String> comparable(HostKernel kernel, Thresholds thresholds) {
        List<NamespaceKernel> namespaces = kernel.latest().namespaces();
        if (namespaces.isEmpty()) {
            return Map.of();
        }
        Map<String, String> settings = new TreeMap<>(namespaces.getFirst().sysctls());
        settings.keySet()
                .removeIf(name ->
                        BY_MEMORY.contains(name) && !thresholds.sysctlBaseline().containsKey(name));
        return settings;
    }

    /**
     * The drift of a host.
     *
     * @param effective its {@link #comparable} settings
     */
    public List<Signal> evaluate(
            String host,
            Map<String, String> effective,
            FleetSettings fleet,
            Thresholds thresholds) {
        Map<String, String> declared = differing(thresholds.sysctlBaseline(), effective);
        Map<String, String> usual = differing(fleet.usual(), effective);
        usual.keySet().removeAll(thresholds.sysctlBaseline().keySet());
        if (declared.isEmpty() && usual.isEmpty()) {
            return List.of();
        }
        Map<String, String> wanted = new TreeMap<>(usual);
        wanted.putAll(declared);
        Figures evidence =
                new Figures()
                        .with("settingsOffBaseline", declared.size())
                        .with("settingsOffMajority", usual.size())
                        .with("comparedHosts", fleet.hosts());
        wanted.forEach(
                (name, value) -> evidence.with(name, effective.get(name) + " instead of " + value));
        return List.of(
                new Signal(
                        name(),
                        declared.isEmpty() ? Severity.INFO : Severity.WARN,
                        host,
                        Side.CLIENT,
                        Signal.HOST,
                        List.of(host),
                        evidence.map(),
                        List.of(align(host, wanted, effective))));
    }

    private static Map<String, String> differing(
            Map<String, String> wanted, Map<String, String> effective) {
        Map<String, String> differing = new TreeMap<>();
        wanted.forEach((name, value) -> {
            String now = effective.get(name);
            if (now != null && !now.equals(value)) {
                differing.put(name, value);
            }
        });
        return differing;
    }

    private static Proposal align(
            String host, Map<String, String> wanted, Map<String, String> effective) {
        List<String> changes = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        wanted.forEach((name, value) -> {
            changes.add(Sysctl.set(name, value));
            undo.add(Sysctl.restore(name, effective.get(name), value));
        });
        return new Proposal(
                AdviceKind.KERNEL,
                "find out whether the difference on "
                        + host
                        + " is meant (grep -r the name in /etc/sysctl.d); if not: "
                        + String.join(" and ", changes)
                        + ", and the same in /etc/sysctl.d",
                new Figures().with("differingSettings", 0L).by(Formula.SAME_SETTINGS).map(),
                "a host may differ on purpose: a gateway, a database; then declare it by a baseline"
                        + " of its own",
                "sysctl " + String.join(" ", wanted.keySet()),
                String.join(" and ", undo));
    }
}
