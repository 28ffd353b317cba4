// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

/** One host's sockets of one endpoint, over its snapshots of a minute. */
final class HostSockets {
    final SocketTotals totals;
    final long[] sums;
    final HostPeak peak;

    HostSockets() {
        this(new SocketTotals(), new long[GaugeArray.SIZE], new HostPeak());
    }

    private HostSockets(SocketTotals totals, long[] sums, HostPeak peak) {
        this.totals = totals;
        this.sums = sums;
        this.peak = peak;
    }

    void add(int snapshotIndex, SocketSnapshot snapshot, SocketGroup group) {
        totals.add(snapshot, group);
        GaugeArray.add(sums, group);
        peak.add(snapshotIndex, group);
    }

    void fold(HostSockets other) {
        totals.merge(other.totals);
        GaugeArray.add(sums, other.sums);
        peak.merge(other.peak);
    }

    void writeTo(CompactOutput out, String host) {
        totals.writeTo(out, host);
        out.writeSparse(sums);
        peak.writeTo(out);
    }

    static HostSockets readFrom(CompactInput in, String host) {
        return new HostSockets(
                SocketTotals.readFrom(in, host),
                in.readSparse(GaugeArray.SIZE),
                HostPeak.readFrom(in));
    }
}
