// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.dashboard.read.Reading;
import dev.linger.dashboard.read.Situation;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * What surrounds the content of every page: how fresh it is, and what is wrong with it.
 *
 * @param pulse whether data flows
 * @param newestMinute start of the newest minute; absent where none is known
 * @param freshAt moment that the age on the page counts from: when data last came in
 * @param now when the page was made
 * @param notice what the reader must know first; absent where all is well
 * @param token changes whenever the page would look different for another reason than time passing
 */
public record Frame(
        Pulse pulse,
        @Nullable Instant newestMinute,
        @Nullable Instant freshAt,
        Instant now,
        @Nullable Notice notice,
        String token) {

    /** The newest minute may be this long over before the page says that data has stopped. */
    static final Duration STALE_AFTER = Duration.ofSeconds(90);

    /** Whether data flows. */
    public enum Pulse {
        LIVE("Live", "live"),
        STALE("Stale", "stale"),
        WAITING("Waiting", "waiting"),
        AWAY("Database away", "away");

        private final String label;
        private final String style;

        Pulse(String label, String style) {
            this.label = label;
            this.style = style;
        }

        /** For people. */
        public String label() {
            return label;
        }

        /** The class in the style sheet. */
        public String style() {
            return style;
        }
    }

    /**
     * A message above the content.
     *
     * @param grave whether the page shows nothing current
     * @param title what happened
     * @param text what it means and what to do
     */
    public record Notice(boolean grave, String title, String text) {}

    /** The frame around a reading. */
    public static Frame of(Reading reading, Instant now) {
        return switch (reading) {
            case Reading.Waiting waiting ->
                    new Frame(Pulse.WAITING, null, null, now, null, "waiting");
            case Reading.Seen seen -> around(seen, now);
            case Reading.Away away -> away(away, now);
        };
    }

    private static Frame around(Reading.Seen seen, Instant now) {
        Situation situation = seen.situation();
        Instant minuteEnd = situation.newestMinute().plus(ServiceMinute.WINDOW);
        boolean stale = now.isAfter(minuteEnd.plus(STALE_AFTER));
        Instant writtenAt = situation.writtenAt();
        Instant freshAt =
                stale || writtenAt == null || writtenAt.isAfter(now) ? minuteEnd : writtenAt;
        return new Frame(
                stale ? Pulse.STALE : Pulse.LIVE,
                situation.newestMinute(),
                freshAt.isAfter(now) ? now : freshAt,
                now,
                stale ? staleNotice(minuteEnd, now) : null,
                (stale ? "stale-" : "seen-") + seen.version());
    }

    private static Notice staleNotice(Instant minuteEnd, Instant now) {
        return new Notice(
                false,
                "No new data for " + Text.span(Duration.between(minuteEnd, now)),
                "What you see is from "
                        + Text.dayAndClock(minuteEnd)
                        + " UTC. Check that the collectors, the stream and the sink run: each"
                        + " answers at its own /health.");
    }

    private static Frame away(Reading.Away away, Instant now) {
        Reading.Seen last = away.last();
        String known =
                last == null
                        ? "Nothing was read before. "
                        : "What you see was read at " + Text.clockSeconds(last.at()) + " UTC. ";
        return new Frame(
                Pulse.AWAY,
                last == null ? null : last.situation().newestMinute(),
                last == null ? null : last.at(),
                now,
                new Notice(
                        true,
                        "PostgreSQL is away since " + Text.clockSeconds(away.since()) + " UTC",
                        known + "The page tries again by itself. " + away.reason()),
                "away-" + away.at().toEpochMilli());
    }
}
