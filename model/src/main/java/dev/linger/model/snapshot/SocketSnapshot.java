// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The sockets of one host at one moment, by group.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param host host name, at most 253 characters
 * @param labels what the operator says of the host: environment, region; at most 32
 * @param bootId {@code /proc/sys/kernel/random/boot_id} and the collector's start, so that a
 *     restart of either begins a new {@code sequence}
 * @param sequence 0 for the first snapshot of {@code bootId}, then without gaps
 * @param observedAt host's clock at the end of the scan
 * @param intervalMillis time since the snapshot before, or the configured interval for the first
 * @param reader how it was read
 * @param groups at most {@link #MAX_GROUPS}
 * @param listeners listening sockets
 * @param limits services that are near a limit of all their endpoints together; absent where not
 *     collected
 */
public record SocketSnapshot(
        int schemaVersion,
        String host,
        Map<String, String> labels,
        String bootId,
        long sequence,
        Instant observedAt,
        long intervalMillis,
        ReaderReport reader,
        List<SocketGroup> groups,
        List<Listener> listeners,
        @Nullable List<ServiceLimits> limits) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** A snapshot with more groups was not bounded by its collector. */
    public static final int MAX_GROUPS = 100_000;

    private static final int MAX_LABELS = 32;

    /** Refuses unknown versions, overlong names and negative numbers. */
    public SocketSnapshot {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.name("host", Require.present("host", host), Require.HOST_NAME_MAX_LENGTH);
        labels = Require.copy("labels", labels);
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException(
                    "labels holds " + labels.size() + "; " + MAX_LABELS + " are allowed");
        }
        labels.forEach((key, value) -> {
            Require.name("label", key);
            Require.name("label " + key, value);
        });
        Require.name("bootId", Require.present("bootId", bootId));
        Require.notNegative("sequence", sequence);
        Require.present("observedAt", observedAt);
        Require.notNegative("intervalMillis", intervalMillis);
        Require.present("reader", reader);
        groups = Require.copy("groups", groups);
        if (groups.size() > MAX_GROUPS) {
            throw new IllegalArgumentException(
                    "groups holds " + groups.size() + "; " + MAX_GROUPS + " are allowed");
        }
        listeners = Require.copy("listeners", listeners);
        limits = limits == null ? null : List.copyOf(limits);
    }

    /** As collectors write that do not collect limits. */
    public SocketSnapshot(
            int schemaVersion,
            String host,
            Map<String, String> labels,
            String bootId,
            long sequence,
            Instant observedAt,
            long intervalMillis,
            ReaderReport reader,
            List<SocketGroup> groups,
            List<Listener> listeners) {
        this(
                schemaVersion,
                host,
                labels,
                bootId,
                sequence,
                observedAt,
                intervalMillis,
                reader,
                groups,
                listeners,
                null);
    }
}
