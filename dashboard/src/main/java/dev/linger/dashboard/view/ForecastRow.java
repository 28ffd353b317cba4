// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.forecast.Forecast;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Where the ports of a service towards one endpoint are heading.
 *
 * @param service the service
 * @param endpoint the destination
 * @param utilisationLast port utilisation in the last minute
 * @param utilisationPeak the highest
 * @param utilisationP95 the 95th percentile
 * @param trend {@code +3.2 points/h}
 * @param toCliff time until connect() slows down, in words
 * @param toExhaustion time until no port is left, in words
 * @param ahead whether the trend leads to the cliff, or is past it
 * @param minutes minutes that it rests on
 * @param to end of the last of them
 */
public record ForecastRow(
        String service,
        String endpoint,
        double utilisationLast,
        double utilisationPeak,
        double utilisationP95,
        String trend,
        String toCliff,
        String toExhaustion,
        boolean ahead,
        int minutes,
        Instant to) {

    /** The row of a forecast. */
    public static ForecastRow of(Forecast forecast) {
        return new ForecastRow(
                forecast.service(),
                forecast.endpoint(),
                forecast.utilisationLast(),
                forecast.utilisationPeak(),
                forecast.utilisationP95(),
                trend(forecast.trendPerHour()),
                until(forecast.secondsToCliff(), "past it"),
                until(forecast.secondsToExhaustion(), "now"),
                forecast.secondsToCliff() != null,
                forecast.minutes(),
                forecast.to());
    }

    /** How near the end it is now. */
    public PortBar.Level level() {
        return PortBar.Level.of(utilisationLast);
    }

    private static String trend(double perHour) {
        double points = perHour * 100;
        return Math.abs(points) < 0.05
                ? "steady"
                : String.format(Locale.ROOT, "%+.1f", points).replace('-', '−')
                        + Text.NBSP
                        + "pts/h";
    }

    private static String until(@Nullable Long seconds, String reached) {
        if (seconds == null) {
            return Text.NONE;
        }
        return seconds == 0 ? reached : "in " + Text.span(Duration.ofSeconds(seconds));
    }
}
