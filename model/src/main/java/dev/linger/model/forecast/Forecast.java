// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.forecast;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Where the port utilisation of a service towards one endpoint is heading.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param service the client-side service
 * @param endpoint the destination
 * @param computedBy which run wrote it
 * @param from start of the first minute that was looked at
 * @param to end of the last minute that was looked at (exclusive)
 * @param minutes complete minutes within {@code [from, to)} that had port use
 * @param usablePorts usable ephemeral ports of the worst host in the last minute
 * @param utilisationLast port utilisation in the last minute
 * @param utilisationPeak highest port utilisation
 * @param utilisationP95 95th percentile of the minutes' utilisation
 * @param trendPerHour change of utilisation per hour, robust against single peaks
 * @param secondsToCliff time until half of the ports are used and connect() slows down; 0 when past
 *     it, absent when the trend does not lead there
 * @param secondsToExhaustion time until all ports are used; absent when the trend does not lead
 *     there
 */
public record Forecast(
        int schemaVersion,
        String service,
        String endpoint,
        ComputedBy computedBy,
        Instant from,
        Instant to,
        int minutes,
        long usablePorts,
        double utilisationLast,
        double utilisationPeak,
        double utilisationP95,
        double trendPerHour,
        @Nullable Long secondsToCliff,
        @Nullable Long secondsToExhaustion) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Refuses unknown versions, an empty range and negative numbers. */
    public Forecast {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.name("service", Require.present("service", service));
        Require.name("endpoint", Require.present("endpoint", endpoint));
        Require.present("computedBy", computedBy);
        if (!Require.present("from", from).isBefore(Require.present("to", to))) {
            throw new IllegalArgumentException("from is " + from + "; it lies before to, " + to);
        }
        Require.notNegative("minutes", minutes);
        Require.notNegative("usablePorts", usablePorts);
        Require.notNegative("utilisationLast", utilisationLast);
        Require.notNegative("utilisationPeak", utilisationPeak);
        Require.notNegative("utilisationP95", utilisationP95);
        if (!Double.isFinite(trendPerHour)) {
            throw new IllegalArgumentException("trendPerHour is " + trendPerHour);
        }
        if (secondsToCliff != null) {
            Require.notNegative("secondsToCliff", secondsToCliff);
        }
        if (secondsToExhaustion != null) {
            Require.notNegative("secondsToExhaustion", secondsToExhaustion);
        }
    }

    /** The record key: service and endpoint. */
    public String key() {
        return service + "|" + endpoint;
    }
}
