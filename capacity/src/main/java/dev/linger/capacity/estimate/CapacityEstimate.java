// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the minutes of one service and endpoint say about its ports.
 *
 * <p>A time to a limit is 0 when the last minute stands at or above the limit. Otherwise it is
 * given only when the trend rises by more than noise: from the line's value at the end (not from
 * the last minute, which may be a peak) to the limit. Beyond {@value #FARTHEST_DAYS} days it is not
 * given: no line through a day of minutes reaches that far.
 *
 * @param utilisationLast utilisation in the last minute
 * @param utilisationPeak the highest
 * @param utilisationP95 95th percentile, interpolated
 * @param trendPerHour Theil-Sen slope, change of utilisation per hour
 * @param secondsToCliff until {@link #CLIFF}; absent when the trend does not lead there
 * @param secondsToExhaustion until {@link #EXHAUSTION}; absent when the trend does not lead there
 */
public record CapacityEstimate(
        double utilisationLast,
        double utilisationPeak,
        double utilisationP95,
        double trendPerHour,
        @Nullable Long secondsToCliff,
        @Nullable Long secondsToExhaustion) {

    /**
     * Half of the usable ports: from there each connect() first searches the other half in vain and
     * gets about a hundred times slower.
     */
    public static final double CLIFF = 0.5;

    /** All usable ports: connect() fails with EADDRNOTAVAIL. */
    public static final double EXHAUSTION = 1.0;

    /** The farthest time that is given. */
    public static final int FARTHEST_DAYS = 3650;

    private static final long FARTHEST_SECONDS = FARTHEST_DAYS * 86_400L;
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * Estimates from a series. Minutes without a point are gaps: they count for nothing, and time
     * passes over them.
     *
     * @param series at least one point, ascending, each minute once
     */
    public static CapacityEstimate of(List<UtilisationPoint> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a series without minutes has no estimate");
        }
        double[] sorted =
                series.stream().mapToDouble(UtilisationPoint::utilisation).sorted().toArray();
        double last = series.getLast().utilisation();
        Trend trend = Trend.of(series);
        return new CapacityEstimate(
                last,
                sorted[sorted.length - 1],
                Quantile.of(sorted, 0.95),
                trend.perHour(),
                secondsTo(CLIFF, last, trend),
                secondsTo(EXHAUSTION, last, trend));
    }

    private static @Nullable Long secondsTo(double limit, double last, Trend trend) {
        if (last >= limit) {
            return 0L;
        }
        if (!trend.rising() || trend.perHour() <= 0) {
            return null;
        }
        double seconds = (limit - trend.atEnd()) / trend.perHour() * SECONDS_PER_HOUR;
        return seconds > FARTHEST_SECONDS ? null : Math.max(0, Math.round(seconds));
    }
}
