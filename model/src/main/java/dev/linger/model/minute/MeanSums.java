// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import java.util.Map;
import java.util.TreeMap;

/**
 * The sum over hosts of each host's own mean, kept exact: hosts with the same number of snapshots
 * share one integer sum, and the divisions come last. Merging in any order gives the same means.
 */
final class MeanSums {
    /** Decides a tie that binary fractions such as 1/6 + 1/3 miss by their last bit. */
    private static final double HALF = 0.5 + 1e-9;

    private final TreeMap<Integer, long[]> bySnapshots = new TreeMap<>();

    /** Adds a host that sent so many snapshots. */
    void add(int snapshots, HostSockets host) {
        host.addTo(of(snapshots));
    }

    private long[] of(int snapshots) {
        return bySnapshots.computeIfAbsent(snapshots, n -> new long[GaugeArray.SIZE]);
    }

    void merge(MeanSums other) {
        other.bySnapshots.forEach((snapshots, sums) -> GaugeArray.add(of(snapshots), sums));
    }

    /** Sum of the hosts' means, rounded half up. */
    long[] means() {
        long[] means = new long[GaugeArray.SIZE];
        for (int i = 0; i < means.length; i++) {
            double fraction = 0;
            for (Map.Entry<Integer, long[]> entry : bySnapshots.entrySet()) {
                int snapshots = entry.getKey();
                long sum = entry.getValue()[i];
                means[i] += sum / snapshots;
                fraction += (double) (sum % snapshots) / snapshots;
            }
            means[i] += (long) (fraction + HALF);
        }
        return means;
    }

    void writeTo(CompactOutput out) {
        out.writeInt(bySnapshots.size());
        bySnapshots.forEach((snapshots, sums) -> {
            out.writeInt(snapshots);
            out.writeSparse(sums);
        });
    }

    static MeanSums readFrom(CompactInput in) {
        MeanSums read = new MeanSums();
        for (int left = in.readInt(); left > 0; left--) {
            int snapshots = in.readInt();
            read.bySnapshots.put(snapshots, in.readSparse(GaugeArray.SIZE));
        }
        return read;
    }
}
