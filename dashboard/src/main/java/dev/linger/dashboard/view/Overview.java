// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.Situation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The first page.
 *
 * @param frame what surrounds it
 * @param board its content; absent while nothing is known
 * @param sort the order of the services
 */
public record Overview(Frame frame, @Nullable Board board, SortOrder sort) {
    /**
     * The content.
     *
     * @param figures the fleet in a few numbers
     * @param findings the worst first
     * @param services in the order asked for
     * @param forecasts where a cliff lies ahead or behind, the most urgent first
     * @param calmForecasts endpoints whose trend leads nowhere
     * @param deadLetters records refused within the last hour
     */
    public record Board(
            FleetFigures figures,
            List<FindingCard> findings,
            List<ServiceRow> services,
            List<ForecastRow> forecasts,
            List<ForecastRow> calmForecasts,
            long deadLetters) {
        /** Copies the lists. */
        public Board {
            findings = List.copyOf(findings);
            services = List.copyOf(services);
            forecasts = List.copyOf(forecasts);
            calmForecasts = List.copyOf(calmForecasts);
        }
    }

    /** The page for a reading. */
    public static Overview of(Reading reading, SortOrder sort, Instant now) {
        Frame frame = Frame.of(reading, now);
        return switch (reading) {
            case Reading.Waiting waiting -> new Overview(frame, null, sort);
            case Reading.Seen seen -> new Overview(frame, board(seen.situation(), sort), sort);
            case Reading.Away away ->
                    new Overview(
                            frame,
                            away.last() == null ? null : board(away.last().situation(), sort),
                            sort);
        };
    }

    private static Board board(Situation situation, SortOrder sort) {
        List<ServiceRow> rows =
                situation.services().stream()
                        .map(service -> ServiceRow.of(service, situation.findings()))
                        .toList();
        List<ForecastRow> forecasts = situation.forecasts().stream().map(ForecastRow::of).toList();
        return new Board(
                FleetFigures.of(situation, rows),
                situation.findings().stream().map(FindingCard::of).toList(),
                sort.sorted(rows),
                forecasts.stream().filter(ForecastRow::ahead).toList(),
                forecasts.stream().filter(row -> !row.ahead()).toList(),
                situation.deadLettersLastHour());
    }

    /** Where the page asks for news. */
    public String liveUrl() {
        return "/live?sort=" + sort.parameter() + "&seen=" + frame.token();
    }
}
