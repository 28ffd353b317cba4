// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' text format 0.0.4: each family together, HELP and TYPE before its
 * samples, no sample twice, values that are numbers, an end of line at the end.
 */
final class PrometheusText {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_][a-zA-Z0-9_]*) \\S.*");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_][a-zA-Z0-9_]*) (counter|gauge|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_][a-zA-Z0-9_]*)"
                            + "(?:\\{[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\n\"])*\""
                            + "(?:,[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\n\"])*\")*\\})?"
                            + " (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> families = new LinkedHashSet<>();

    private PrometheusText() {}

    static PrometheusText parse(String text) {
        PrometheusText parsed = new PrometheusText();
        assertThat(text).endsWith("\n");
        String family = "";
        String typed = "";
        for (String line : text.split("\n")) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                assertThat(parsed.families.add(family)).as("family twice: %s", line).isTrue();
            } else if (type.matches()) {
                typed = type.group(1);
                assertThat(typed).as(line).isEqualTo(family);
            } else {
                assertThat(sample.matches()).as("no line of the format: %s", line).isTrue();
                assertThat(sample.group(1)).as("of the family: %s", line).isEqualTo(typed);
                String name = line.substring(0, line.lastIndexOf(' '));
                assertThat(parsed.samples.put(name, number(sample.group(2))))
                        .as("sample twice: %s", line)
                        .isNull();
            }
        }
        return parsed;
    }

    Set<String> names() {
        return families;
    }

    double value(String sample) {
        assertThat(samples).containsKey(sample);
        return samples.getOrDefault(sample, Double.NaN);
    }

    /** The sum of a family's samples that carry a label. */
    double sum(String family, String label) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(family + "{"))
                .filter(entry -> entry.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }
}
