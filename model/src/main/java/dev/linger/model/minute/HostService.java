// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What one host has of one service, within a {@link FleetMinute}. */
final class HostService {
    static final int MAX_LISTENERS = 1024;

    final HostMinute host;
    final FleetService fleet;
    private final SmallMap<EndpointKey, HostSockets> endpoints = new SmallMap<>();
    private final SmallMap<String, ListenerTotals> listeners = new SmallMap<>();
    private boolean severalNamespaces;
    private long mainNamespace;
    private long mainSockets = -1;
    private double fullness = -1;
    private long fullNamespace;
    private long runningSockets;
    private int runningSnapshot = -1;
    private long peakSockets;

    HostService(HostMinute host, FleetService fleet) {
        this.host = host;
        this.fleet = fleet;
        fleet.hosts.add(this);
    }

    HostSockets sockets(Side side, String endpoint) {
        return sockets(new EndpointKey(side, endpoint));
    }

    private HostSockets sockets(EndpointKey wanted) {
        HostSockets known = endpoints.get(wanted);
        if (known == null) {
            FleetEndpoint endpoint = fleet.endpoint(wanted);
            known = new HostSockets(this, endpoint);
            endpoints.add(endpoint.key, known);
        }
        return known;
    }

    SmallMap<EndpointKey, HostSockets> endpoints() {
        return endpoints;
    }

    SmallMap<String, ListenerTotals> listeners() {
        return listeners;
    }

    /** Takes in where a group is, and how near to running out of ports. */
    void take(SocketGroup group) {
        long sockets = group.states().total();
        if (host.snapshots() != runningSnapshot) {
            runningSnapshot = host.snapshots();
            runningSockets = 0;
        }
        runningSockets += sockets;
        peakSockets = Math.max(peakSockets, runningSockets);
        takeNamespace(group.namespace(), sockets);
        PortUse ports = group.ports();
        if (ports != null) {
            takeFullness(ports.utilisation(), group.namespace());
        }
    }

    void take(Listener listener) {
        ListenerTotals known = listeners.get(listener.endpoint());
        if (known == null) {
            if (listeners.size() >= MAX_LISTENERS) {
                return;
            }
            known = new ListenerTotals(host.host());
            listeners.add(listener.endpoint(), known);
        }
        known.add(host.snapshots(), listener);
        takeNamespace(listener.namespace(), 0);
        takeFullness(
                ListenerTotals.fullness(
                        Math.max(listener.acceptQueue(), listener.acceptQueuePeak()),
                        listener.backlog()),
                listener.namespace());
    }

    /** Its accept queue at a port, whatever the address; absent where it does not listen there. */
    @Nullable ListenerTotals listenerAt(String endpoint) {
        ListenerTotals exact = listeners.get(endpoint);
        if (exact != null) {
            return exact;
        }
        String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
        ListenerTotals any = listeners.get("0.0.0.0:" + port);
        return any == null ? listeners.get("[::]:" + port) : any;
    }

    /** How near it came to running out of ports or to a full accept queue; negative: not at all. */
    double fullness() {
        return fullness;
    }

    /** The namespace of all its sockets; -1 where it has some in several. */
    long namespace() {
        return severalNamespaces ? -1 : mainNamespace;
    }

    private void takeNamespace(long namespace, long sockets) {
        severalNamespaces |= mainSockets >= 0 && namespace != mainNamespace;
        if (sockets > mainSockets || (sockets == mainSockets && namespace < mainNamespace)) {
            mainNamespace = namespace;
            mainSockets = sockets;
        }
    }

    private void takeFullness(double full, long namespace) {
        if (full > fullness || (full == fullness && namespace < fullNamespace)) {
            fullness = full;
            fullNamespace = namespace;
        }
    }

    /** The namespace where the service was nearest to a limit, with how near that was. */
    KernelChoice.Place worstPlace() {
        if (fullness > 0) {
            return new KernelChoice.Place(fullness, peakSockets, fullNamespace);
        }
        long namespace = fullness < 0 ? mainNamespace : Math.min(mainNamespace, fullNamespace);
        return new KernelChoice.Place(0, peakSockets, namespace);
    }

    /** Moves what it has of these endpoints to {@code other} of their side. */
    void fold(Set<EndpointKey> folded) {
        List<HostSockets> moved = new ArrayList<>();
        endpoints.removeIf((key, each) -> folded.contains(key) && moved.add(each));
        moved.forEach(each -> sockets(each.endpoint.key.other()).add(each));
        if (!moved.isEmpty()) {
            host.forgetPositions();
            host.markPartial();
        }
    }
}
