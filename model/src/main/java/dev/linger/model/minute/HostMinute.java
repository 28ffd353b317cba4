// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One host's share of a {@link FleetMinute}: which of its snapshots were counted. */
public final class HostMinute {
    private static final HostSockets[] NOWHERE = {};

    private final String host;
    private final SmallMap<String, HostService> services = new SmallMap<>();
    private final TreeMap<String, TreeSet<Long>> sequences = new TreeMap<>();
    private int snapshots;
    private long coverageMillis;
    private boolean partial;

    /**
     * Where each group of the latest snapshot went: the next one has the same in the same order.
     */
    private @Nullable HostSockets[] positions = NOWHERE;

    HostMinute(String host) {
        this.host = host;
    }

    /** The start of the minute that contains an instant. */
    public static Instant minuteOf(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), 60L) * 60);
    }

    /** Counts a snapshot; false if it was counted before. */
    boolean count(SocketSnapshot snapshot) {
        if (!sequences
                .computeIfAbsent(snapshot.bootId(), boot -> new TreeSet<>())
                .add(snapshot.sequence())) {
            return false;
        }
        snapshots++;
        coverageMillis += snapshot.intervalMillis();
        ReaderReport reader = snapshot.reader();
        partial |= reader.namespacesFailed() > 0 || reader.foldedGroups() > 0;
        return true;
    }

    HostService service(String name, FleetService fleet) {
        HostService known = services.get(name);
        if (known == null) {
            known = new HostService(this, fleet);
            services.add(name, known);
        }
        return known;
    }

    SmallMap<String, HostService> services() {
        return services;
    }

    void expect(int groups) {
        if (positions.length < groups) {
            positions = Arrays.copyOf(positions, groups);
        }
    }

    /** Where a group belongs, if it stands where it stood in the snapshot before. */
    @Nullable HostSockets at(int position, SocketGroup group) {
        HostSockets expected = positions[position];
        return expected != null && expected.takes(group) ? expected : null;
    }

    void remember(int position, HostSockets sockets) {
        positions[position] = sockets;
    }

    /** Whether sockets may be missing or without their endpoint in one of the snapshots. */
    boolean isPartial() {
        return partial;
    }

    void markPartial() {
        partial = true;
    }

    void forgetPositions() {
        positions = NOWHERE;
    }

    /** The host's name. */
    public String host() {
        return host;
    }

    /** Snapshots counted so far. */
    public int snapshots() {
        return snapshots;
    }

    long coverageMillis() {
        return coverageMillis;
    }

    /** The boot ids of the snapshots, in order of their text. */
    public Set<String> boots() {
        return Collections.unmodifiableSet(sequences.keySet());
    }

    /**
     * The last sequence of a boot within the minute.
     *
     * @return -1 if no snapshot of that boot was counted
     */
    public long lastSequence(String bootId) {
        TreeSet<Long> seen = sequences.get(bootId);
        return seen == null ? -1 : seen.last();
    }

    /**
     * Snapshots that a boot must have taken and that were not counted.
     *
     * @param after the last sequence before this minute; -1 if the boot began within it
     */
    public long missing(String bootId, long after) {
        TreeSet<Long> seen = sequences.get(bootId);
        return seen == null ? 0 : seen.last() - after - seen.tailSet(after, false).size();
    }

    /** The sequence from which a boot was first counted in this minute; -1 if it was not. */
    public long firstSequence(String bootId) {
        TreeSet<Long> seen = sequences.get(bootId);
        return seen == null ? -1 : seen.first();
    }
}
