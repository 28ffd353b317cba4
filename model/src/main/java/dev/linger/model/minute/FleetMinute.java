// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The snapshots of any number of hosts within one minute, added up: the first half of the way to
 * {@link ServiceMinute}s. A snapshot counts once, however often and in whatever order it comes.
 * Mutable, for one thread.
 *
 * <p>What adds up over hosts is kept once per service and endpoint. Only what a mean is made of is
 * kept for each host, since a host's share is its sum over its number of snapshots, which is not
 * known before the minute is over.
 */
public final class FleetMinute {
    private final Instant minute;
    private final Map<String, HostMinute> hosts = new HashMap<>();
    private final Map<String, FleetService> services = new HashMap<>();
    private final List<FleetService> changed = new ArrayList<>();
    private final long[] gauges = new long[GaugeArray.SIZE];
    private int snapshots;

    /**
     * Begins a minute.
     *
     * @param minute start of the minute, see {@link HostMinute#minuteOf}
     */
    public FleetMinute(Instant minute) {
        this.minute = minute;
    }

    /**
     * Adds a snapshot; which minute it belongs to is the caller's knowledge.
     *
     * @return false, and nothing is added, if this snapshot was here before: same host, boot id and
     *     sequence
     */
    public boolean add(SocketSnapshot snapshot) {
        HostMinute host = hosts.computeIfAbsent(snapshot.host(), HostMinute::new);
        if (!host.count(snapshot)) {
            return false;
        }
        snapshots++;
        List<SocketGroup> groups = snapshot.groups();
        host.expect(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            add(host, i, snapshot, groups.get(i));
        }
        for (Listener listener : snapshot.listeners()) {
            service(host, listener.service()).take(listener);
        }
        List<ServiceLimits> limits = snapshot.limits();
        if (limits != null) {
            for (ServiceLimits near : limits) {
                FleetService fleet = service(host, near.service()).fleet;
                fleet.limits.add(snapshot.host(), near.localPorts(), near.descriptors());
                fleet.limited();
            }
        }
        host.services().forEach((name, service) -> noteHeard(service.fleet));
        return true;
    }

    private void noteHeard(FleetService fleet) {
        fleet.heard();
        if (!fleet.changed) {
            fleet.changed = true;
            changed.add(fleet);
        }
        fleet.bound();
    }

    private void add(HostMinute host, int position, SocketSnapshot snapshot, SocketGroup group) {
        HostSockets sockets = host.at(position, group);
        if (sockets == null) {
            HostService service = service(host, group.service());
            sockets = service.sockets(group.side(), group.endpoint());
            host.remember(position, sockets);
        }
        GaugeArray.set(gauges, group);
        sockets.add(group, gauges);
        sockets.service.take(group);
        sockets.endpoint.add(snapshots, snapshot, group, gauges);
        sockets.service.fleet.peak.add(snapshots, snapshot.host(), group, gauges);
    }

    private HostService service(HostMinute host, String name) {
        return host.service(name, services.computeIfAbsent(name, FleetService::new));
    }

    /** Start of the minute. */
    public Instant minute() {
        return minute;
    }

    /** Every host that sent a snapshot. */
    public Collection<HostMinute> hosts() {
        return Collections.unmodifiableCollection(hosts.values());
    }

    /** Endpoints of services that are kept apart. */
    public int endpoints() {
        return services.values().stream().mapToInt(service -> service.endpoints.size()).sum();
    }

    /** Names of the services that changed since this was last asked, in order. */
    public Set<String> takeChanged() {
        Set<String> names = new TreeSet<>();
        for (FleetService service : changed) {
            service.changed = false;
            names.add(service.name);
        }
        changed.clear();
        return names;
    }

    /**
     * Names of the services that look different from when they were last taken, in order. Counts
     * that stray by up to an eighth, or twice their square root, do not; more hosts, a limit that
     * is near, or ports and accept queues that are fuller by a twentieth do.
     *
     * @param before the minute before, if it is still open: a service is first taken with as many
     *     hosts as it had there, or when one of them was heard twice
     */
    public Set<String> takeMoved(@Nullable FleetMinute before) {
        Set<String> names = new TreeSet<>();
        changed.removeIf(service -> {
            FleetService known = before == null ? null : before.services.get(service.name);
            if (!service.hasMoved(known == null ? 0 : known.hosts.size())) {
                return false;
            }
            service.show();
            service.changed = false;
            names.add(service.name);
            return true;
        });
        return names;
    }

    /**
     * What is known of each service, by name in order.
     *
     * @param kernels of a host; null where it sent no kernel snapshot yet
     */
    public Map<String, ServiceMinuteBuilder> services(
            Function<String, @Nullable HostKernel> kernels) {
        Map<String, ServiceMinuteBuilder> built = new TreeMap<>();
        services.forEach((name, service) ->
                built.put(name, new ServiceMinuteBuilder(minute, service, kernels)));
        return built;
    }

    /**
     * What is known of a service.
     *
     * @param kernels as in {@link #services}
     * @throws IllegalArgumentException if it had no socket and no listener
     */
    public ServiceMinuteBuilder service(
            String name, Function<String, @Nullable HostKernel> kernels) {
        FleetService service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException(name + " had no sockets in " + minute);
        }
        return new ServiceMinuteBuilder(minute, service, kernels);
    }
}
