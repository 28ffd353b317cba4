// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

/** What adds up over hosts of one service's endpoint, within a {@link FleetMinute}. */
final class FleetEndpoint {
    final String service;
    final EndpointKey key;
    final SocketTotals totals = new SocketTotals();
    final RunningPeak peak = new RunningPeak();
    final Appearance appearance = new Appearance();

    /** Gauges that any host had here: a host's sums begin with a place for each. */
    long gauges;

    FleetEndpoint(String service, EndpointKey key) {
        this.service = service;
        this.key = key;
    }

    void add(int snapshotNumber, SocketSnapshot snapshot, SocketGroup group, long[] values) {
        totals.add(snapshot, group);
        peak.add(snapshotNumber, snapshot.host(), group, values);
        appearance.add(group, values);
    }

    void fold(FleetEndpoint other) {
        totals.merge(other.totals);
        peak.largest().merge(other.peak.largest());
        appearance.fold(other.appearance);
    }
}
