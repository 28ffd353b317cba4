// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import java.util.HashMap;
import java.util.Map;

/** What adds up over the scans between two snapshots, by group; owners may still be pending. */
final class SinceSnapshot {
    private static final int MAX_GROUPS = 2 * CellTable.MAX_CELLS;

    private final Map<GroupKey, Sum> sums = new HashMap<>();
    private long scan;

    /** The sum of a group. */
    static final class Sum {
        long activeCloses;
        long opened;
        long timeWaitPeak;
        private long timeWaitInScan;
        private long scan;
    }

    /** Adds the cells of a complete scan. */
    void add(CellTable cells) {
        scan++;
        for (int cell = 0; cell < cells.size(); cell++) {
            int[] ints = cells.ints(cell);
            int at = cells.intsAt(cell);
            int timeWait = ints[at + CellTable.STATES + 6];
            int activeCloses = ints[at + CellTable.ACTIVE_CLOSES];
            int opened = ints[at + CellTable.OPENED];
            if (timeWait > 0 || activeCloses > 0 || opened > 0) {
                Sum sum = sumOf(cells.groupOf(cell));
                if (sum.scan != scan) {
                    sum.scan = scan;
                    sum.timeWaitInScan = 0;
                }
                sum.timeWaitInScan += timeWait;
                sum.timeWaitPeak = Math.max(sum.timeWaitPeak, sum.timeWaitInScan);
                sum.activeCloses += activeCloses;
                sum.opened += opened;
            }
        }
    }

    /** The sums by group. */
    Map<GroupKey, Sum> sums() {
        return sums;
    }

    /** A snapshot was taken. */
    void clear() {
        sums.clear();
    }

    private Sum sumOf(GroupKey key) {
        Sum known = sums.get(key);
        if (known != null) {
            return known;
        }
        GroupKey bounded = sums.size() < MAX_GROUPS ? key : key.other();
        return sums.computeIfAbsent(bounded, added -> new Sum());
    }
}
