// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;

import org.jspecify.annotations.Nullable;

/**
 * What pages show of an endpoint, to tell whether it looks different from when it was last shown:
 * its sockets by state, those without keep-alive, what opened and what closed. Mutable, for one
 * thread.
 */
final class Appearance {
    /** A count moved that is off by more than this and an eighth of what was shown, */
    private static final double SLACK = 2;

    /** and by more than this many times its square root, by which counts stray by chance. */
    private static final double ROOTS = 2;

    private static final int UNARMED = GaugeArray.STATES;
    private static final int OPENED = UNARMED + 1;
    private static final int ACTIVE_CLOSES = OPENED + 1;
    private static final int SIZE = ACTIVE_CLOSES + 1;

    private final long[] sums = new long[SIZE];
    private float @Nullable [] shown;

    /** Adds one group, whose gauges are in an array too. */
    void add(SocketGroup group, long[] gauges) {
        for (int state = 0; state < GaugeArray.STATES; state++) {
            sums[state] += gauges[state];
        }
        sums[UNARMED] += gauges[GaugeArray.UNARMED];
        sums[OPENED] += group.opened();
        sums[ACTIVE_CLOSES] += group.activeCloses();
    }

    void fold(Appearance other) {
        GaugeArray.add(sums, other.sums);
    }

    /**
     * Whether it looks different.
     *
     * @param hostsPerSnapshot makes a sum over snapshots the sum over hosts of their means
     */
    boolean hasMoved(double hostsPerSnapshot) {
        for (int i = 0; i < SIZE; i++) {
            double before = shown == null ? 0 : shown[i];
            double slack = Math.max(SLACK + before / 8, ROOTS * Math.sqrt(before));
            if (Math.abs(sums[i] * hostsPerSnapshot - before) > slack) {
                return true;
            }
        }
        return false;
    }

    /** Notes that it is shown as it is. */
    void show(double hostsPerSnapshot) {
        float[] now = shown == null ? new float[SIZE] : shown;
        for (int i = 0; i < SIZE; i++) {
            now[i] = (float) (sums[i] * hostsPerSnapshot);
        }
        shown = now;
    }
}
