// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import dev.linger.model.forecast.Forecast;
import dev.linger.storage.query.Freshness;
import dev.linger.storage.query.LatestForecast;
import dev.linger.storage.query.OpenFinding;
import dev.linger.storage.query.PresentService;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the overview shows, as of one state of the database.
 *
 * @param newestMinute start of the newest minute of any service
 * @param writtenAt when the sink last wrote
 * @param deadLettersLastHour records refused within the last hour
 * @param services what each service does, by name
 * @param findings not resolved, the worst first
 * @param forecasts the most urgent first
 */
public record Situation(
        Instant newestMinute,
        @Nullable Instant writtenAt,
        long deadLettersLastHour,
        List<PresentService> services,
        List<OpenFinding> findings,
        List<Forecast> forecasts) {
    /** Copies the lists. */
    public Situation {
        services = List.copyOf(services);
        findings = List.copyOf(findings);
        forecasts = List.copyOf(forecasts);
    }

    /** Reads it; empty while the database holds no minute. */
    static Optional<Situation> read(Handle handle) {
        Freshness freshness = Freshness.now(handle);
        Instant newestMinute = freshness.newestMinute();
        return newestMinute == null
                ? Optional.empty()
                : Optional.of(
                        new Situation(
                                newestMinute,
                                freshness.writtenAt(),
                                freshness.deadLettersLastHour(),
                                PresentService.all(handle),
                                OpenFinding.all(handle),
                                LatestForecast.all(handle)));
    }

    /** The same without the moment of writing, for telling whether anything changed. */
    boolean showsTheSameAs(Situation other) {
        return newestMinute.equals(other.newestMinute)
                && deadLettersLastHour == other.deadLettersLastHour
                && services.equals(other.services)
                && findings.equals(other.findings)
                && forecasts.equals(other.forecasts);
    }
}
