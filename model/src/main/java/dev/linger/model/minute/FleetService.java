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

    /** Ports or an accept queue that are fuller by more than this look different. */
    private static final double NEARER = 0.05;

    final String name;
    final Map<EndpointKey, FleetEndpoint> endpoints = new HashMap<>();
    final List<HostService> hosts = new ArrayList<>();
    final RunningPeak peak = new RunningPeak();
    final LimitsTotals limits = new LimitsTotals();

    /** Whether a snapshot had it since it was last taken. */
    boolean changed;

    /** Snapshots of its hosts, from the first of each that had the service. */
    private int heard;

    /** Whether a limit that all endpoints share is near. */
    private boolean limited;

    private int shownHosts;
    private double shownFullness = -1;

    FleetService(String name) {
        this.name = name;
    }

    FleetEndpoint endpoint(EndpointKey key) {
        return endpoints.computeIfAbsent(key, k -> new FleetEndpoint(name, k));
    }

    void heard() {
        heard++;
    }

    void limited() {
        limited = true;
    }

    /**
     * Whether it looks different from when it was last shown. It is first shown with as many hosts
     * as it had in the minute before, or when one was heard twice: what is known of a few hosts
     * alone would look as if the others had stopped.
     */
    boolean hasMoved(int hostsBefore) {
        if (hosts.size() < hostsBefore && heard == hosts.size()) {
            return false;
        }
        if (limited || hosts.size() != shownHosts || fullness() > shownFullness + NEARER) {
            return true;
        }
        double hostsPerSnapshot = hostsPerSnapshot();
        for (FleetEndpoint endpoint : endpoints.values()) {
            if (endpoint.appearance.hasMoved(hostsPerSnapshot)) {
                return true;
            }
        }
        return false;
    }

    /** Notes that it is shown as it is. */
    void show() {
        shownHosts = hosts.size();
        shownFullness = fullness();
        double hostsPerSnapshot = hostsPerSnapshot();
        endpoints.values().forEach(endpoint -> endpoint.appearance.show(hostsPerSnapshot));
    }

    private double hostsPerSnapshot() {
        return (double) hosts.size() / heard;
    }

    private double fullness() {
        double fullest = -1;
        for (HostService host : hosts) {
            fullest = Math.max(fullest, host.fullness());
        }
        return fullest;
    }

    /** Keeps the state bounded; called between snapshots. */
    void bound() {
        if (endpoints.size() <= MAX_ENDPOINTS) {
            return;
        }
        Map<EndpointKey, long[]> sums = new HashMap<>();
        long[] all = new long[GaugeArray.SIZE];
        for (HostService host : hosts) {
            host.endpoints()
                    .forEach((key, sockets) -> {
                        sockets.addTo(all);
                        sockets.addTo(sums.computeIfAbsent(key, FleetService::nothing));
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
