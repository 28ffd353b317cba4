// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import dev.linger.advice.whatif.Comparison;
import dev.linger.advice.whatif.Setup;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** A comparison as a table for people. */
public final class ComparisonText {
    private static final String ROW = "%-30s %14s %14s  %s%n";

    private ComparisonText() {}

    /**
     * The table, with the setups above it.
     *
     * @param about whom it is about; absent for given numbers
     */
    public static String of(@Nullable ObservedSetup about, Comparison comparison) {
        StringBuilder text = new StringBuilder();
        if (about != null) {
            text.append(about.service()).append(" (client) ").append(about.endpoint()).append('\n');
        }
        text.append("now   ").append(setup(comparison.before())).append('\n');
        text.append("then  ").append(setup(comparison.after())).append("\n\n");
        text.append(String.format(Locale.ROOT, ROW, "", "now", "then", ""));
        for (Comparison.Row row : comparison.rows()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            ROW,
                            row.name(),
                            figure(row.before(), row.unit()),
                            figure(row.after(), row.unit()),
                            row.formula()));
        }
        text.append("\nPer source and destination, with the load spread evenly. ")
                .append("TIME_WAIT, rates and memory are of the whole host.\n");
        return text.toString();
    }

    private static String setup(Setup setup) {
        String pool =
                setup.pool() == 0
                        ? "a connection per request"
                        : setup.pool()
                                + " pooled connections of "
                                + setup.requestsPerConnection()
                                + " requests each";
        return number(setup.requestsPerSecond())
                + " requests/s, "
                + pool
                + ", ports "
                + setup.range()
                + (setup.reservedPorts() == 0 ? "" : " less " + setup.reservedPorts())
                + ", "
                + setup.sources()
                + " source(s), "
                + setup.destinations()
                + " destination(s), reuse "
                + (setup.reuse() ? "after " + number(setup.reuseDelaySeconds()) + " s" : "off")
                + (setup.localPortRangeOption() ? ", IP_LOCAL_PORT_RANGE" : "");
    }

    private static String figure(@Nullable Double value, String unit) {
        if (value == null) {
            return "never";
        }
        return switch (unit) {
            case "ratio" -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
            case "B" -> bytes(value);
            case "s" -> number(value) + " s";
            case "us" -> number(value) + " us";
            case "1/s" -> number(value) + "/s";
            default -> number(value);
        };
    }

    private static String bytes(double value) {
        return value < 1e6
                ? String.format(Locale.ROOT, "%.0f kB", value / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", value / 1e6);
    }

    private static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 1 ? "%.1f" : "%.3g", value);
    }
}
