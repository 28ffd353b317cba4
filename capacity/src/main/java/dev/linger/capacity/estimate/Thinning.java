// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reduces a long series to at most {@value #MAX_POINTS} medians of equal spans of time.
 *
 * <p>A slope over all pairs of points costs their square: 1.04 million pairs for a day of minutes,
 * 4560 for 96 quarters of an hour. The median of a quarter keeps what a trend needs and drops
 * single peaks.
 */
final class Thinning {
    static final int MAX_POINTS = 96;

    private static final long MINUTE_MILLIS = 60_000;
    private static final double HOUR_MILLIS = 3_600_000;

    private Thinning() {}

    /**
     * A point of the thinned series.
     *
     * @param hours mean time of the span's points, in hours before (negative) the end of the series
     * @param utilisation their median
     */
    record Thinned(double hours, double utilisation) {}

    /** Thins a series, which is ascending by minute and not empty; short ones pass unchanged. */
    static List<Thinned> thin(List<UtilisationPoint> series) {
        long first = series.getFirst().minuteMillis();
        long end = series.getLast().minuteMillis() + MINUTE_MILLIS;
        long minutes = (end - first) / MINUTE_MILLIS;
        long spanMillis = Math.ceilDiv(minutes, MAX_POINTS) * MINUTE_MILLIS;
        List<Thinned> thinned = new ArrayList<>(MAX_POINTS);
        int start = 0;
        while (start < series.size()) {
            long span = (series.get(start).minuteMillis() - first) / spanMillis;
            int stop = start + 1;
            while (stop < series.size()
                    && (series.get(stop).minuteMillis() - first) / spanMillis == span) {
                stop++;
            }
            thinned.add(summary(series.subList(start, stop), end));
            start = stop;
        }
        return thinned;
    }

    private static Thinned summary(List<UtilisationPoint> span, long end) {
        double hours = 0;
        double[] utilisation = new double[span.size()];
        for (int i = 0; i < utilisation.length; i++) {
            hours += (span.get(i).minuteMillis() + MINUTE_MILLIS - end) / HOUR_MILLIS;
            utilisation[i] = span.get(i).utilisation();
        }
        Arrays.sort(utilisation);
        return new Thinned(hours / utilisation.length, Quantile.median(utilisation));
    }
}
