// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;

import java.util.Arrays;

/** The most sockets of each state that one host had in one snapshot of the minute. */
final class HostPeak {
    private final long[] peak;
    private final long[] running = new long[GaugeArray.STATES];
    private long runningSockets;
    private int runningSnapshot = -1;
    private long peakSockets;

    HostPeak() {
        this(new long[GaugeArray.STATES], 0);
    }

    private HostPeak(long[] peak, long peakSockets) {
        this.peak = peak;
        this.peakSockets = peakSockets;
    }

    /** Adds one group of a snapshot; those of one snapshot come together. */
    void add(int snapshot, SocketGroup group) {
        if (snapshot != runningSnapshot) {
            runningSnapshot = snapshot;
            runningSockets = 0;
            Arrays.fill(running, 0);
        }
        GaugeArray.addStates(running, group.states());
        runningSockets += group.states().total();
        running[GaugeArray.TIME_WAIT] +=
                Math.max(0, group.timeWaitPeak() - group.states().timeWait());
        for (int i = 0; i < running.length; i++) {
            peak[i] = Math.max(peak[i], running[i]);
        }
        peakSockets = Math.max(peakSockets, runningSockets);
    }

    /** Takes the larger of each: what a set of endpoints had, at least. */
    void merge(HostPeak other) {
        for (int i = 0; i < peak.length; i++) {
            peak[i] = Math.max(peak[i], other.peak[i]);
        }
        peakSockets = Math.max(peakSockets, other.peakSockets);
    }

    long[] states() {
        return peak;
    }

    long sockets() {
        return peakSockets;
    }

    void writeTo(CompactOutput out) {
        out.writeSparse(peak);
        out.writeLong(peakSockets);
    }

    static HostPeak readFrom(CompactInput in) {
        return new HostPeak(in.readSparse(GaugeArray.STATES), in.readLong());
    }
}
