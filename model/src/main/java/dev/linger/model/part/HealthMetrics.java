// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The metrics of a part that offers nothing but its health. */
final class HealthMetrics {
    private HealthMetrics() {}

    /** {@code linger_PART_healthy}, and one gauge for each number among the details. */
    static List<MetricFamily> of(String part, Health health) {
        String prefix = "linger_" + name(part) + "_";
        List<MetricFamily> families = new ArrayList<>();
        families.add(
                MetricFamily.of(
                        prefix + "healthy",
                        MetricFamily.Kind.GAUGE,
                        "1 while the part does its work.",
                        health.healthy() ? 1 : 0));
        new TreeMap<>(health.details())
                .forEach((key, value) -> {
                    if (value instanceof Number number) {
                        families.add(
                                MetricFamily.of(
                                        prefix + name(key),
                                        MetricFamily.Kind.GAUGE,
                                        "Detail " + key + " of the part's health.",
                                        number.doubleValue()));
                    }
                });
        return families;
    }

    /** Camel case and kebab case become snake case. */
    private static String name(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
