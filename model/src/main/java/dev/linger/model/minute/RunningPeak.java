// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;

import java.util.Arrays;

/**
 * The most sockets of each state in one snapshot, which may hold several groups that count
 * together; those of one snapshot come one after another.
 */
final class RunningPeak {
    private final FleetPeak largest = new FleetPeak();
    private final long[] running = new long[GaugeArray.STATES];
    private long runningSockets;
    private int runningSnapshot = -1;

    /**
     * Adds a group.
     *
     * @param snapshot a number that no other snapshot has
     * @param gauges the group's, as an array
     */
    void add(int snapshot, String host, SocketGroup group, long[] gauges) {
        if (snapshot != runningSnapshot) {
            runningSnapshot = snapshot;
            runningSockets = 0;
            Arrays.fill(running, 0);
        }
        for (int state = 0; state < GaugeArray.STATES; state++) {
            running[state] += gauges[state];
            runningSockets += gauges[state];
        }
        running[GaugeArray.TIME_WAIT] +=
                Math.max(0, group.timeWaitPeak() - gauges[GaugeArray.TIME_WAIT]);
        largest.add(running, host, runningSockets);
    }

    FleetPeak largest() {
        return largest;
    }
}
