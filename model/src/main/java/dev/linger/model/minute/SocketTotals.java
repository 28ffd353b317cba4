// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;

/** What adds up over snapshots and hosts alike, without a mean: flows, the worst, the owners. */
final class SocketTotals {
    private static final OwnedBy[] OWNERS = OwnedBy.values();

    private long activeCloses;
    private long opened;
    private long rttMicrosSum;
    private long rttSockets;
    private final long[] ownedBy = new long[OWNERS.length];
    private @Nullable PortPressure ports;

    void add(SocketSnapshot snapshot, SocketGroup group) {
        activeCloses += group.activeCloses();
        opened += group.opened();
        if (group.rttMicros() != null) {
            rttMicrosSum += group.rttMicros() * group.states().established();
            rttSockets += group.states().established();
        }
        group.ownedBy().forEach((owner, sockets) -> ownedBy[slot(owner)] += sockets);
        PortUse use = group.ports();
        if (use != null && (ports == null || use.utilisation() >= ports.utilisation())) {
            ports = Pressures.worse(ports, Pressures.of(snapshot, group, use));
        }
    }

    void merge(SocketTotals other) {
        activeCloses += other.activeCloses;
        opened += other.opened;
        rttMicrosSum += other.rttMicrosSum;
        rttSockets += other.rttSockets;
        GaugeArray.add(ownedBy, other.ownedBy);
        ports = Pressures.worse(ports, other.ports);
    }

    @Nullable PortPressure ports() {
        return ports;
    }

    long activeCloses() {
        return activeCloses;
    }

    long opened() {
        return opened;
    }

    /** Mean over sockets and snapshots, rounded half up. */
    @Nullable Long rttMicros() {
        return rttSockets == 0 ? null : (rttMicrosSum + rttSockets / 2) / rttSockets;
    }

    Map<OwnedBy, Long> ownedBy() {
        Map<OwnedBy, Long> sockets = new EnumMap<>(OwnedBy.class);
        for (OwnedBy owner : OWNERS) {
            if (ownedBy[slot(owner)] > 0) {
                sockets.put(owner, ownedBy[slot(owner)]);
            }
        }
        return sockets;
    }

    private static int slot(OwnedBy owner) {
        return switch (owner) {
            case CGROUP -> 0;
            case EXECUTABLE -> 1;
            case LISTENER -> 2;
            case FOUR_TUPLE -> 3;
            case ENDPOINT -> 4;
            case UNKNOWN -> 5;
        };
    }

    void writeTo(CompactOutput out, String knownHost) {
        out.writeLong(activeCloses);
        out.writeLong(opened);
        out.writeLong(rttMicrosSum);
        out.writeLong(rttSockets);
        out.writeSparse(ownedBy);
        Pressures.write(out, ports, knownHost);
    }

    static SocketTotals readFrom(CompactInput in, String knownHost) {
        SocketTotals read = new SocketTotals();
        read.activeCloses = in.readLong();
        read.opened = in.readLong();
        read.rttMicrosSum = in.readLong();
        read.rttSockets = in.readLong();
        System.arraycopy(in.readSparse(OWNERS.length), 0, read.ownedBy, 0, OWNERS.length);
        read.ports = Pressures.read(in, knownHost);
        return read;
    }
}
