// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.kernel.ConfiguredSysctl;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of a host's kernel: its latest snapshot and the one before.
 *
 * @param latest the newest snapshot
 * @param before the one before it; absent until there were two
 */
public record HostKernel(KernelSnapshot latest, @Nullable KernelSnapshot before) {
    /** Values that rise and fall, and that rules look at. */
    private static final Set<String> LEVELS = Set.of("sockstat.TCP.tw", "conntrack.count");

    /** Takes in one more snapshot; the two newest stay, in whatever order they come. */
    public HostKernel plus(KernelSnapshot snapshot) {
        if (snapshot.observedAt().isAfter(latest.observedAt())) {
            return new HostKernel(snapshot, latest);
        }
        boolean between =
                snapshot.observedAt().isBefore(latest.observedAt())
                        && (before == null || snapshot.observedAt().isAfter(before.observedAt()));
        return between ? new HostKernel(latest, snapshot) : this;
    }

    /** Whether the host reported a namespace. */
    boolean reports(long namespace) {
        return find(latest, namespace) != null;
    }

    /** The context of a namespace; absent where the host did not report that namespace. */
    public @Nullable KernelContext context(long namespace) {
        NamespaceKernel now = find(latest, namespace);
        return now == null
                ? null
                : new KernelContext(
                        latest.host(),
                        namespace,
                        new TreeMap<>(now.sysctls()),
                        increases(now),
                        levels(now),
                        configured(now));
    }

    private static Map<String, Long> levels(NamespaceKernel now) {
        Map<String, Long> levels = new TreeMap<>(now.counters());
        levels.keySet().retainAll(LEVELS);
        return levels;
    }

    private @Nullable Map<String, ConfiguredSysctl> configured(NamespaceKernel now) {
        if (latest.configured() == null || !now.equals(latest.namespaces().getFirst())) {
            return null;
        }
        Map<String, ConfiguredSysctl> differing = new TreeMap<>();
        latest.configured()
                .forEach((name, configured) -> {
                    if (!configured.value().equals(now.sysctls().get(name))) {
                        differing.put(name, configured);
                    }
                });
        return differing;
    }

    private static boolean isLevel(String counter) {
        return counter.startsWith("sockstat.")
                || counter.startsWith("conntrack.")
                || counter.equals("Tcp.CurrEstab");
    }

    private Map<String, Long> increases(NamespaceKernel now) {
        if (before == null || !before.bootId().equals(latest.bootId())) {
            return Map.of();
        }
        NamespaceKernel then = find(before, now.namespace());
        if (then == null) {
            return Map.of();
        }
        Map<String, Long> increases = new TreeMap<>();
        now.counters()
                .forEach((name, value) -> {
                    Long earlier = then.counters().get(name);
                    if (earlier != null && value > earlier && !isLevel(name)) {
                        increases.put(name, value - earlier);
                    }
                });
        return increases;
    }

    private static @Nullable NamespaceKernel find(KernelSnapshot snapshot, long namespace) {
        for (NamespaceKernel kernel : snapshot.namespaces()) {
            if (kernel.namespace() == namespace) {
                return kernel;
            }
        }
        return null;
    }
}
