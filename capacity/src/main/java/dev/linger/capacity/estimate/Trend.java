// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import java.util.Arrays;
import java.util.List;

/**
 * A straight line through a series that up to 29 % of wild values cannot bend: the Theil-Sen slope,
 * which is the median of the slopes of all pairs of points.
 *
 * <p>Whether the line rises at all is asked of the Mann-Kendall test (two-sided, 5 %, with its
 * correction for ties): it counts the pairs that rise against those that fall. Fewer than five
 * points never pass. Neighbouring minutes resemble each other, so the true error rate lies above
 * the nominal one; the test keeps noise from becoming a date, it does not prove a cause.
 *
 * @param perHour change of utilisation per hour
 * @param atEnd the line's value at the end of the series
 * @param rising whether the rise is more than noise
 */
record Trend(double perHour, double atEnd, boolean rising) {
    private static final double NORMAL_97_5_PERCENT = 1.959964;

    /** The line through a series, which is ascending by minute and not empty. */
    static Trend of(List<UtilisationPoint> series) {
        List<Thinning.Thinned> points = Thinning.thin(series);
        double slope = slope(points);
        double[] levels = new double[points.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = points.get(i).utilisation() - slope * points.get(i).hours();
        }
        Arrays.sort(levels);
        return new Trend(slope, Quantile.median(levels), rises(points));
    }

    private static double slope(List<Thinning.Thinned> points) {
        int n = points.size();
        if (n < 2) {
            return 0;
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[pair++] =
                        (points.get(j).utilisation() - points.get(i).utilisation())
                                / (points.get(j).hours() - points.get(i).hours());
            }
        }
        Arrays.sort(slopes);
        return Quantile.median(slopes);
    }

    private static boolean rises(List<Thinning.Thinned> points) {
        double[] values = points.stream().mapToDouble(Thinning.Thinned::utilisation).toArray();
        long score = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                score += Double.compare(values[j], values[i]);
            }
        }
        if (score <= 0) {
            return false;
        }
        // The -1 corrects for approximating a whole number by the normal distribution.
        return (score - 1) / Math.sqrt(varianceOfScore(values)) > NORMAL_97_5_PERCENT;
    }

    /** Variance of the score where nothing but chance orders the values. */
    private static double varianceOfScore(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double variance = term(sorted.length);
        for (int start = 0; start < sorted.length; ) {
            int stop = start;
            while (stop < sorted.length && sorted[stop] == sorted[start]) {
                stop++;
            }
            variance -= term(stop - start);
            start = stop;
        }
        return variance / 18;
    }

    private static double term(int n) {
        return (double) n * (n - 1) * (2.0 * n + 5);
    }
}
