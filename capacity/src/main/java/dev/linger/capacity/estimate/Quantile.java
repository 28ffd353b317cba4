// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

/** Quantiles by linear interpolation, as PostgreSQL's {@code percentile_cont} computes them. */
final class Quantile {
    private Quantile() {}

    /**
     * The value below which the fraction {@code q} of the values lies.
     *
     * @param sorted ascending, at least one value
     * @param q 0 to 1
     */
    static double of(double[] sorted, double q) {
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return below == above
                ? sorted[below]
                : sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** The middle value. */
    static double median(double[] sorted) {
        return of(sorted, 0.5);
    }
}
