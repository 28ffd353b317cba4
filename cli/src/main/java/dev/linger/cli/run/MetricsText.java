// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import dev.linger.model.part.Health;

import java.util.Locale;
import java.util.TreeMap;

/** A part's health in Prometheus' text format 0.0.4. */
final class MetricsText {
    private MetricsText() {}

    /** {@code linger_PART_healthy} and one gauge for each number among the details. */
    static String of(String part, Health health) {
        String prefix = "linger_" + name(part) + "_";
        StringBuilder text = new StringBuilder();
        text.append(prefix).append("healthy ").append(health.healthy() ? 1 : 0).append('\n');
        new TreeMap<>(health.details())
                .forEach((key, value) -> {
                    if (value instanceof Number number) {
                        text.append(prefix)
                                .append(name(key))
                                .append(' ')
                                .append(number)
                                .append('\n');
                    }
                });
        return text.toString();
    }

    /** Camel case and kebab case become snake case. */
    private static String name(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
