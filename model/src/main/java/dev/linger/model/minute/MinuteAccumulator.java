// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Snapshots in, service-minutes out, in one process and without a broker: what the pipeline
 * computes for one minute, for callers that hold all its snapshots. Mutable, for one thread.
 */
public final class MinuteAccumulator {
    private final FleetMinute fleet;
    private final Map<String, HostKernel> kernels = new HashMap<>();

    /**
     * Begins a minute.
     *
     * @param minute start of the minute; snapshots are counted here whatever their own time says
     */
    public MinuteAccumulator(Instant minute) {
        this.fleet = new FleetMinute(HostMinute.minuteOf(minute));
    }

    /** Adds a snapshot of any host; returns false if it was added before. */
    public boolean add(SocketSnapshot snapshot) {
        return fleet.add(snapshot);
    }

    /** Adds a kernel snapshot of any host; the two newest of each host count. */
    public void add(KernelSnapshot snapshot) {
        HostKernel known = kernels.get(snapshot.host());
        kernels.put(
                snapshot.host(),
                known == null ? new HostKernel(snapshot, null) : known.plus(snapshot));
    }

    /** What is known of the hosts' kernels, by host in order. */
    public List<HostKernel> kernels() {
        return new TreeMap<>(kernels).values().stream().toList();
    }

    /**
     * The minutes as known now, by service name in order; complete ones with both ends of their
     * endpoints, all hosts being of one network.
     */
    public List<ServiceMinute> build(boolean complete) {
        FleetEnds ends = new FleetEnds();
        fleet.hosts().forEach(host -> ends.add(host, ""));
        Map<String, ServiceEnds> joined = complete ? ends.join() : Map.of();
        return fleet.services(kernels::get).values().stream()
                .map(builder -> builder.build(complete, ServiceMinuteBuilder.DEFAULT_ENDPOINTS))
                .map(built -> {
                    ServiceEnds both = joined.get(built.service());
                    return both == null ? built : both.addTo(built);
                })
                .toList();
    }
}
