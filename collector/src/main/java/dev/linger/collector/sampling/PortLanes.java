// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Services;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Ephemeral ports in use by source address and endpoint, over all services: they draw from the same
 * range.
 */
final class PortLanes {
    private final Map<Lane, long[]> byLane = new HashMap<>();
    private final int usable;

    /** Its endpoint and its source address, of whatever owner. */
    private record Lane(GroupKey endpoint, GroupKey source) {
        /** As in {@link GroupKey}. */
        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Lane other
                    && endpoint.equals(other.endpoint)
                    && source.equals(other.source);
        }

        @Override
        public int hashCode() {
            return 31 * endpoint.hashCode() + source.hashCode();
        }
    }

    /** Adds the client-side cells of a scan. */
    PortLanes(CellTable cells, int usable) {
        this.usable = usable;
        for (int cell = 0; cell < cells.size(); cell++) {
            if (hasLane(cells, cell)) {
                int[] ints = cells.ints(cell);
                int at = cells.intsAt(cell);
                long[] lane = byLane.computeIfAbsent(laneOf(cells, cell), added -> new long[2]);
                lane[0] += ints[at + CellTable.PORTS_USED];
                lane[1] += ints[at + CellTable.PORTS_TIME_WAIT];
            }
        }
    }

    /** Whether a cell has one endpoint and one source address. */
    static boolean hasLane(CellTable cells, int cell) {
        int kind = cells.ints(cell)[cells.intsAt(cell) + 1];
        return CellTable.sideOf(kind) == Side.CLIENT && (kind & CellTable.OTHER_BIT) == 0;
    }

    /** Port use of a cell's source address towards its endpoint. */
    PortUse of(CellTable cells, int cell) {
        Lane lane = laneOf(cells, cell);
        long[] used = byLane.getOrDefault(lane, new long[2]);
        return new PortUse(lane.source().address(), used[0], used[1], usable);
    }

    private static Lane laneOf(CellTable cells, int cell) {
        return new Lane(
                cells.groupOf(cell).ownedBy(Services.UNKNOWN),
                cells.sourceOf(cell, Services.UNKNOWN));
    }
}
