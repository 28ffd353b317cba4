// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers the limits that the services of a snapshot are near to. */
final class ServiceLimitsBuilder {
    private final Services services;
    private final Map<String, LocalPorts> ports = new TreeMap<>();
    private final Map<String, Descriptors> descriptors = new TreeMap<>();

    ServiceLimitsBuilder(Services services) {
        this.services = services;
    }

    /** Keeps, of each service, the source address with the most ports. */
    void add(List<LocalPortUse.Use> uses) {
        for (LocalPortUse.Use use : uses) {
            ports.merge(
                    services.nameOf(use.owner()),
                    use.ports(),
                    (a, b) -> b.distinct() > a.distinct() ? b : a);
        }
    }

    /** Keeps, of each service, the process that is nearest to its limit. */
    void add(Map<Integer, Descriptors> near, Owners owners) {
        near.forEach((pid, use) ->
                descriptors.merge(
                        services.nameOf(owners.ofProcess(pid)),
                        use,
                        (a, b) ->
                                Comparator.comparingDouble(Descriptors::utilisation)
                                                        .thenComparingLong(Descriptors::pid)
                                                        .compare(a, b)
                                                < 0
                                        ? b
                                        : a));
    }

    /** Of those services that have a socket in the snapshot. */
    List<ServiceLimits> build(Set<String> withSockets) {
        Set<String> named = new TreeSet<>(ports.keySet());
        named.addAll(descriptors.keySet());
        named.retainAll(withSockets);
        return named.stream()
                .map(name -> new ServiceLimits(name, ports.get(name), descriptors.get(name)))
                .toList();
    }
}
