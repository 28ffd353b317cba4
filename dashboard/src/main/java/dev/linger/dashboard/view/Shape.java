// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import java.util.Locale;

/** Lengths of drawn things. */
public final class Shape {
    private Shape() {}

    /** {@code part} of {@code whole} as 0 to 100, with two digits; 0 where there is no whole. */
    public static double hundredths(double part, double whole) {
        if (!(whole > 0)) {
            return 0;
        }
        return Math.round(Math.clamp(part / whole, 0, 1) * 10_000) / 100.0;
    }

    /** As {@link #hundredths(double, double)}, for counts. */
    static double hundredths(long part, long whole) {
        return hundredths((double) part, (double) whole);
    }

    /** A coordinate with two digits, always with a point. */
    static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
