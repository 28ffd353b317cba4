// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.tcp.StateCounts;

/** The largest of the hosts' peaks, state by state, and the host that had the most sockets. */
final class FleetPeak {
    private final long[] states;
    private String host = "";
    private long sockets = -1;

    FleetPeak() {
        this(new long[GaugeArray.STATES]);
    }

    private FleetPeak(long[] states) {
        this.states = states;
    }

    /** Takes in a snapshot of a host, as far as it goes. */
    void add(long[] snapshotStates, String snapshotHost, long snapshotSockets) {
        take(snapshotStates, snapshotHost, snapshotSockets);
    }

    void merge(FleetPeak other) {
        take(other.states, other.host, other.sockets);
    }

    private void take(long[] otherStates, String otherHost, long otherSockets) {
        for (int i = 0; i < states.length; i++) {
            states[i] = Math.max(states[i], otherStates[i]);
        }
        if (otherSockets > sockets || (otherSockets == sockets && otherHost.compareTo(host) < 0)) {
            sockets = otherSockets;
            host = otherHost;
        }
    }

    StateCounts states() {
        return GaugeArray.states(states);
    }

    String host() {
        return host;
    }

    void writeTo(CompactOutput out, String knownHost) {
        out.writeSparse(states);
        out.writeOptionalText(host.equals(knownHost) ? null : host);
        out.writeLong(sockets);
    }

    static FleetPeak readFrom(CompactInput in, String knownHost) {
        FleetPeak read = new FleetPeak(in.readSparse(GaugeArray.STATES));
        String host = in.readOptionalText();
        read.host = host == null ? knownHost : host;
        read.sockets = in.readLong();
        return read;
    }
}
