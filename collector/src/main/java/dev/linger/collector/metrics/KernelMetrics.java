// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.metrics;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.KernelSnapshot.Use;
import dev.linger.model.part.MetricFamily;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Counters of the collector's own network namespace and its host, as node_exporter names them. */
final class KernelMetrics {
    private static final String SOCKSTAT = "sockstat.";
    private static final String MEMORY = "TCP.mem";
    private static final int PAGE_BYTES = 4096;

    private KernelMetrics() {}

    static List<MetricFamily> of(KernelSnapshot kernel) {
        List<MetricFamily> families = new ArrayList<>();
        new TreeMap<>(kernel.namespaces().getFirst().counters())
                .forEach((name, value) -> add(name, value, families));
        addUse(
                kernel.conntrack(),
                CollectorMetric.NODE_CONNTRACK,
                CollectorMetric.NODE_CONNTRACK_LIMIT,
                families);
        addUse(
                kernel.descriptors(),
                CollectorMetric.NODE_DESCRIPTORS,
                CollectorMetric.NODE_DESCRIPTORS_LIMIT,
                families);
        return families;
    }

    private static void add(String name, long value, List<MetricFamily> families) {
        if (!name.startsWith(SOCKSTAT)) {
            families.add(CollectorMetric.NODE_NETSTAT.named(name.replace('.', '_'), value));
            return;
        }
        String entry = name.substring(SOCKSTAT.length());
        families.add(CollectorMetric.NODE_SOCKSTAT.named(entry.replace('.', '_'), value));
        if (entry.equals(MEMORY)) {
            families.add(CollectorMetric.NODE_SOCKSTAT.named("TCP_mem_bytes", value * PAGE_BYTES));
        }
    }

    private static void addUse(
            @Nullable Use use,
            CollectorMetric used,
            CollectorMetric limit,
            List<MetricFamily> families) {
        if (use != null) {
            families.add(used.of(use.used()));
            families.add(limit.of(use.limit()));
        }
    }
}
