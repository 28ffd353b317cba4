// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One service's share of a {@link FleetMinute}. */
final class FleetService {
    /** Endpoints kept apart; a scanner's flood of them folds into {@code other}. */
    static final int MAX_ENDPOINTS = 1024;

    final String name;
    final Map<EndpointKey, FleetEndpoint> endpoints = new HashMap<>();
    final List<HostService> hosts = new ArrayList<>();
    final RunningPeak peak = new RunningPeak();
    final LimitsTotals limits = new LimitsTotals();

    FleetService(String name) {
        this.name = name;
    }

    FleetEndpoint endpoint(EndpointKey key) {
        return endpoints.computeIfAbsent(key, k -> new FleetEndpoint(name, k));
    }

    /** Keeps the state bounded; called between snapshots. */
    void bound() {
        if (endpoints.size() <= MAX_ENDPOINTS) {
            return;
        }
        Map<EndpointKey, long[]> sums = new HashMap<>();
        long[] all = new long[GaugeArray.SIZE];
        for (HostService host : hosts) {
            host.sockets()
                    .forEach(sockets -> {
                        sockets.addTo(all);
                        sockets.addTo(
                                sums.computeIfAbsent(sockets.endpoint.key, FleetService::nothing));
                    });
        }
        List<EndpointFold.Weight> weights =
                endpoints.entrySet().stream()
                        .map(e ->
                                EndpointFold.weigh(
                                        e.getKey(),
                                        sums.computeIfAbsent(e.getKey(), FleetService::nothing),
                                        all,
                                        e.getValue().totals.ports()))
                        .toList();
        Set<EndpointKey> before = new HashSet<>(endpoints.keySet());
        EndpointFold.fold(
                endpoints,
                MAX_ENDPOINTS / 2,
                weights,
                key -> new FleetEndpoint(name, key),
                FleetEndpoint::fold);
        before.removeAll(endpoints.keySet());
        hosts.forEach(host -> host.fold(before));
    }

    private static long[] nothing(EndpointKey key) {
        return new long[GaugeArray.SIZE];
    }
}
