// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is known of a host apart from its sockets.
 *
 * @param bootId of the latest snapshot
 * @param latest event time of the latest snapshot
 * @param latestOffset where the snapshot that was heard last stands in the topic
 * @param intervalMillis its interval
 * @param offsetsMillis broker's clock less the host's, of the latest snapshots, the newest last
 * @param closedBootId boot of {@code closedSequence}; absent before the first closed minute
 * @param closedSequence the last sequence in a closed minute
 * @param minutesToTell closed minutes in which the host is still to be judged although it shows
 *     nothing, so that its findings can resolve
 */
public record HostPresence(
        String bootId,
        Instant latest,
        long latestOffset,
        long intervalMillis,
        List<Long> offsetsMillis,
        @Nullable String closedBootId,
        long closedSequence,
        int minutesToTell) {
    private static final int OFFSETS = 6;

    /** Copies the list. */
    public HostPresence {
        offsetsMillis = List.copyOf(offsetsMillis);
    }

    /** Takes in the clocks of a snapshot; its time, which follows from them, is set afterwards. */
    static HostPresence heard(
            @Nullable HostPresence before,
            SocketSnapshot snapshot,
            Instant recordTimestamp,
            long offset) {
        List<Long> offsets = new ArrayList<>(before == null ? List.of() : before.offsetsMillis);
        offsets.add(Duration.between(snapshot.observedAt(), recordTimestamp).toMillis());
        if (offsets.size() > OFFSETS) {
            offsets.removeFirst();
        }
        return new HostPresence(
                snapshot.bootId(),
                before == null ? Instant.EPOCH : before.latest,
                offset,
                snapshot.intervalMillis(),
                offsets,
                before == null ? null : before.closedBootId,
                before == null ? -1 : before.closedSequence,
                before == null ? 0 : before.minutesToTell);
    }

    HostPresence at(Instant time) {
        return new HostPresence(
                bootId,
                time.isAfter(latest) ? time : latest,
                latestOffset,
                intervalMillis,
                offsetsMillis,
                closedBootId,
                closedSequence,
                minutesToTell);
    }

    HostPresence closed(String boot, long sequence) {
        return new HostPresence(
                bootId,
                latest,
                latestOffset,
                intervalMillis,
                offsetsMillis,
                boot,
                sequence,
                minutesToTell);
    }

    HostPresence telling(int minutes) {
        return new HostPresence(
                bootId,
                latest,
                latestOffset,
                intervalMillis,
                offsetsMillis,
                closedBootId,
                closedSequence,
                minutes);
    }

    /** How far the host's clock is behind the broker's; negative where it is ahead. */
    Duration skew() {
        return Duration.ofMillis(Collections.min(offsetsMillis));
    }

    /** Whether it is longer than three intervals since its latest snapshot. */
    boolean isSilentAt(Instant now) {
        return Duration.between(latest, now).toMillis() > 3 * Math.max(1000, intervalMillis);
    }
}
