// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The snapshots of one host within one minute, added up: the first half of the way to {@link
 * ServiceMinute}s. A snapshot counts once, however often and in whatever order it comes. Mutable,
 * for one thread.
 */
public final class HostMinute {
    private static final int FORM = 3;

    private final String host;
    private final Instant minute;
    private final Map<String, HostService> services = new HashMap<>();
    private final TreeMap<String, TreeSet<Long>> sequences = new TreeMap<>();
    private int snapshots;
    private long coverageMillis;
    private boolean partial;

    /**
     * Begins a minute of a host.
     *
     * @param host host name
     * @param minute start of the minute, see {@link #minuteOf}
     */
    public HostMinute(String host, Instant minute) {
        this.host = host;
        this.minute = minute;
    }

    /** The start of the minute that contains an instant. */
    public static Instant minuteOf(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), 60L) * 60);
    }

    /**
     * Adds a snapshot of this host and minute.
     *
     * @return false, and nothing is added, if this snapshot was here before: same boot id and
     *     sequence
     */
    public boolean add(SocketSnapshot snapshot) {
        if (!snapshot.host().equals(host)) {
            throw new IllegalArgumentException(
                    "a snapshot of " + snapshot.host() + " in a minute of " + host);
        }
        if (!sequences
                .computeIfAbsent(snapshot.bootId(), boot -> new TreeSet<>())
                .add(snapshot.sequence())) {
            return false;
        }
        snapshots++;
        coverageMillis += snapshot.intervalMillis();
        for (SocketGroup group : snapshot.groups()) {
            service(group.service()).add(snapshots, snapshot, group);
        }
        for (Listener listener : snapshot.listeners()) {
            service(listener.service()).add(snapshots, host, listener);
        }
        List<ServiceLimits> limits = snapshot.limits();
        if (limits != null) {
            for (ServiceLimits near : limits) {
                service(near.service()).limits.add(host, near.localPorts(), near.descriptors());
            }
        }
        ReaderReport reader = snapshot.reader();
        partial |= reader.namespacesFailed() > 0 || reader.foldedGroups() > 0;
        for (HostService service : services.values()) {
            partial |= service.bound();
        }
        return true;
    }

    private HostService service(String name) {
        return services.computeIfAbsent(name, key -> new HostService());
    }

    /** The host's name. */
    public String host() {
        return host;
    }

    /** Start of the minute. */
    public Instant minute() {
        return minute;
    }

    /** Snapshots counted so far. */
    public int snapshots() {
        return snapshots;
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

    /** Names of the services that had a socket or a listener. */
    public Set<String> services() {
        return Collections.unmodifiableSet(new HashSet<>(services.keySet()));
    }

    /** Whether sockets may be missing or without their endpoint in one of the snapshots. */
    boolean isPartial() {
        return partial;
    }

    long coverageMillis() {
        return coverageMillis;
    }

    HostService require(String service) {
        HostService found = services.get(service);
        if (found == null) {
            throw new IllegalArgumentException(service + " had no sockets on " + host);
        }
        return found;
    }

    /** The internal form, which {@link #fromBytes} reads. */
    public byte[] toBytes() {
        CompactOutput out = new CompactOutput();
        out.writeInt(FORM);
        out.writeText(host);
        out.writeLong(minute.getEpochSecond() / 60);
        out.writeInt(snapshots);
        out.writeLong(coverageMillis);
        out.writeFlag(partial);
        out.writeInt(sequences.size());
        sequences.forEach((bootId, seen) -> {
            out.writeText(bootId);
            out.writeInt(seen.size());
            long before = 0;
            for (long sequence : seen) {
                out.writeLong(sequence - before);
                before = sequence;
            }
        });
        out.writeInt(services.size());
        services.forEach((name, service) -> {
            out.writeText(name);
            service.writeTo(out, host);
        });
        return out.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static HostMinute fromBytes(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        int form = in.readInt();
        CompactForm.require("host minute", form, FORM);
        HostMinute read = new HostMinute(in.readText(), Instant.ofEpochSecond(in.readLong() * 60));
        read.snapshots = in.readInt();
        read.coverageMillis = in.readLong();
        read.partial = form == FORM && in.readFlag();
        for (int boots = in.readInt(); boots > 0; boots--) {
            TreeSet<Long> seen = new TreeSet<>();
            read.sequences.put(in.readText(), seen);
            long sequence = 0;
            for (int left = in.readInt(); left > 0; left--) {
                sequence += in.readLong();
                seen.add(sequence);
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            read.services.put(in.readText(), HostService.readFrom(in, read.host, form == FORM));
        }
        return read;
    }
}
