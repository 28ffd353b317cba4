// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.read;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present reading, shared by everybody who looks: however many pages are open, the database is
 * asked once per {@code keep}, and not at all while nobody looks.
 */
public final class Situations {
    private static final Logger LOG = LoggerFactory.getLogger(Situations.class);

    private final BoundedReads reads;
    private final InstantSource clock;
    private final Duration keep;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Reading latest;

    /** Keeps each reading for {@code keep}. */
    public Situations(BoundedReads reads, InstantSource clock, Duration keep) {
        this.reads = reads;
        this.clock = clock;
        this.keep = keep;
    }

    /** The reading, at most {@code keep} old; waits no longer than one bounded read. */
    public Reading present() {
        Reading known = fresh();
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            known = fresh();
            if (known != null) {
                return known;
            }
            Reading read = read();
            latest = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    /** The last reading, however old, without asking the database; null before the first. */
    public @Nullable Reading latest() {
        return latest;
    }

    private @Nullable Reading fresh() {
        Reading known = latest;
        return known != null && clock.instant().isBefore(known.at().plus(keep)) ? known : null;
    }

    private Reading read() {
        Reading before = latest;
        Reading.Seen last = lastSeen(before);
        try {
            Optional<Situation> situation = reads.read(Situation::read);
            Instant now = clock.instant();
            if (before instanceof Reading.Away) {
                LOG.info("PostgreSQL answers again");
            }
            return situation
                    .<Reading>map(seen -> new Reading.Seen(now, seen, version(seen, last)))
                    .orElseGet(() -> new Reading.Waiting(now));
        } catch (SchemaMissingException e) {
            return new Reading.Waiting(clock.instant());
        } catch (DatabaseAwayException e) {
            Instant now = clock.instant();
            if (before instanceof Reading.Away away) {
                return new Reading.Away(now, away.since(), String.valueOf(e.getMessage()), last);
            }
            LOG.warn("{} The page shows what was last known.", e.getMessage());
            return new Reading.Away(now, now, String.valueOf(e.getMessage()), last);
        }
    }

    private static Reading.@Nullable Seen lastSeen(@Nullable Reading before) {
        return switch (before) {
            case null -> null;
            case Reading.Waiting waiting -> null;
            case Reading.Seen seen -> seen;
            case Reading.Away away -> away.last();
        };
    }

    private static long version(Situation situation, Reading.@Nullable Seen last) {
        if (last == null) {
            return 1;
        }
        return situation.showsTheSameAs(last.situation()) ? last.version() : last.version() + 1;
    }
}
