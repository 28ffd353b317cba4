// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Sample;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Metrics in Prometheus' text format 0.0.4. */
final class MetricsText {
    private static final double LARGEST_WHOLE = 1L << 53;

    private MetricsText() {}

    /** HELP, TYPE and samples of each family that has any. */
    static String of(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder();
        for (MetricFamily family : families) {
            if (family.samples().isEmpty()) {
                continue;
            }
            text.append("# HELP ").append(family.name()).append(' ');
            text.append(family.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
            text.append("# TYPE ").append(family.name()).append(' ');
            text.append(family.kind().name().toLowerCase(Locale.ROOT)).append('\n');
            for (Sample sample : family.samples()) {
                text.append(family.name());
                labels(sample, text);
                text.append(' ').append(number(sample.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static void labels(Sample sample, StringBuilder text) {
        String separator = "{";
        for (var label : new TreeMap<>(sample.labels()).entrySet()) {
            text.append(separator).append(label.getKey()).append("=\"");
            text.append(
                    label.getValue()
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n"));
            text.append('"');
            separator = ",";
        }
        if (!sample.labels().isEmpty()) {
            text.append('}');
        }
    }

    /** Whole numbers without a point: 12, not 12.0. */
    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
