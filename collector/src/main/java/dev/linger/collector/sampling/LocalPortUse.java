// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.snapshot.ServiceLimits.LocalPorts;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many different local ports the client side of a service uses over all its endpoints, from one
 * source address.
 */
final class LocalPortUse {
    /** With fewer connections, different ports are what chance gives. */
    static final int FEWEST_CONNECTIONS = 100;

    private static final int MOST_SOURCES = 64;

    private final CellTable cells;
    private final OwnerResolution resolution;
    private final long nowNanos;

    LocalPortUse(CellTable cells, OwnerResolution resolution, long nowNanos) {
        this.cells = cells;
        this.resolution = resolution;
        this.nowNanos = nowNanos;
    }

    /**
     * Ports of one service and source address.
     *
     * @param owner number of the service
     */
    record Use(int owner, LocalPorts ports) {}

    private static final class Sum {
        private final BitSet ports = new BitSet();
        private final Map<GroupKey, Long> connectionsByEndpoint = new HashMap<>();
        private long connections;

        void add(GroupKey endpoint, int used) {
            connections += used;
            connectionsByEndpoint.merge(endpoint, (long) used, Long::sum);
        }

        /** As many as would share the connections evenly: n^2 over the sum of the squares. */
        long endpoints() {
            double squares = 0;
            for (long share : connectionsByEndpoint.values()) {
                squares += (double) share * share;
            }
            return Math.round(connections * (double) connections / squares);
        }
    }

    /**
     * Those with at least {@value #FEWEST_CONNECTIONS} connections to at least two endpoints, the
     * most connections first.
     *
     * @param scan the latest, complete
     * @param namespace inode of the network namespace
     * @param usable usable ephemeral ports
     */
    List<Use> of(ScanAccumulator scan, long namespace, int usable) {
        Sum[] byCell = new Sum[cells.size()];
        Map<GroupKey, Sum> bySource = sumUp(byCell);
        if (bySource.isEmpty()) {
            return List.of();
        }
        scan.forEachPort((cell, port) -> {
            Sum sum = byCell[cell];
            if (sum != null) {
                sum.ports.set(port);
            }
        });
        List<Use> uses = new ArrayList<>();
        bySource.forEach((source, sum) -> uses.add(use(source, sum, namespace, usable)));
        uses.sort((one, other) ->
                Long.compare(other.ports().connections(), one.ports().connections()));
        return uses.subList(0, Math.min(uses.size(), MOST_SOURCES));
    }

    private Map<GroupKey, Sum> sumUp(Sum[] byCell) {
        Map<GroupKey, Sum> bySource = new HashMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            int[] ints = cells.ints(cell);
            int at = cells.intsAt(cell);
            int used = ints[at + CellTable.PORTS_USED];
            if (used > 0 && PortLanes.hasLane(cells, cell)) {
                GroupKey endpoint = resolution.resolve(cells.groupOf(cell), nowNanos).key();
                GroupKey source = cells.sourceOf(cell, endpoint.owner());
                Sum sum = bySource.computeIfAbsent(source, added -> new Sum());
                sum.add(endpoint, used);
                byCell[cell] = sum;
            }
        }
        bySource.values()
                .removeIf(sum -> sum.connections < FEWEST_CONNECTIONS || sum.endpoints() < 2);
        return bySource;
    }

    private static Use use(GroupKey source, Sum sum, long namespace, int usable) {
        return new Use(
                source.owner(),
                new LocalPorts(
                        namespace,
                        source.address(),
                        sum.ports.cardinality(),
                        sum.connections,
                        sum.endpoints(),
                        usable));
    }
}
