// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One service's share of a {@link HostMinute}. */
final class HostService {
    /** Endpoints kept apart; a scanner's flood of them folds into {@code other}. */
    static final int MAX_ENDPOINTS = 1024;

    static final int MAX_LISTENERS = 1024;

    final Map<EndpointKey, HostSockets> endpoints = new HashMap<>();
    final Map<String, ListenerTotals> listeners = new HashMap<>();
    final HostPeak peak;
    LimitsTotals limits = new LimitsTotals();
    private long mainNamespace;
    private long mainSockets;
    private boolean severalNamespaces;

    HostService() {
        this(new HostPeak());
    }

    private HostService(HostPeak peak) {
        this.peak = peak;
        this.mainSockets = -1;
    }

    void add(int snapshotIndex, SocketSnapshot snapshot, SocketGroup group) {
        endpoints
                .computeIfAbsent(
                        new EndpointKey(group.side(), group.endpoint()), key -> new HostSockets())
                .add(snapshotIndex, snapshot, group);
        peak.add(snapshotIndex, group);
        takeNamespace(group.namespace(), group.states().total());
    }

    void add(int snapshotIndex, String host, Listener listener) {
        ListenerTotals known = listeners.get(listener.endpoint());
        if (known == null) {
            if (listeners.size() >= MAX_LISTENERS) {
                return;
            }
            known = new ListenerTotals(host);
            listeners.put(listener.endpoint(), known);
        }
        known.add(snapshotIndex, listener);
        takeNamespace(listener.namespace(), 0);
    }

    private void takeNamespace(long namespace, long sockets) {
        severalNamespaces |= mainSockets >= 0 && namespace != mainNamespace;
        if (sockets > mainSockets || (sockets == mainSockets && namespace < mainNamespace)) {
            mainNamespace = namespace;
            mainSockets = sockets;
        }
    }

    /** The namespace of all its sockets; -1 where it has some in several. */
    long namespace() {
        return severalNamespaces ? -1 : mainNamespace;
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

    /**
     * Keeps the state bounded; called between snapshots.
     *
     * @return whether endpoints lost their own row
     */
    boolean bound() {
        if (endpoints.size() <= MAX_ENDPOINTS) {
            return false;
        }
        long[] service = new long[GaugeArray.SIZE];
        endpoints.values().forEach(sockets -> GaugeArray.add(service, sockets.sums));
        List<EndpointFold.Weight> weights =
                endpoints.entrySet().stream()
                        .map(e ->
                                EndpointFold.weigh(
                                        e.getKey(),
                                        e.getValue().sums,
                                        service,
                                        e.getValue().totals.ports()))
                        .toList();
        EndpointFold.fold(
                endpoints, MAX_ENDPOINTS / 2, weights, key -> new HostSockets(), HostSockets::fold);
        return true;
    }

    /** The namespace where the service was nearest to a limit, with how near that was. */
    KernelChoice.Place worstPlace() {
        double fullness = 0;
        long namespace = mainNamespace;
        for (HostSockets sockets : endpoints.values()) {
            @Nullable PortPressure ports = sockets.totals.ports();
            if (ports != null) {
                double use = ports.utilisation();
                if (use > fullness || (use == fullness && ports.namespace() < namespace)) {
                    fullness = use;
                    namespace = ports.namespace();
                }
            }
        }
        for (ListenerTotals listener : listeners.values()) {
            double full = listener.fullness();
            if (full > fullness || (full == fullness && listener.namespace() < namespace)) {
                fullness = full;
                namespace = listener.namespace();
            }
        }
        return new KernelChoice.Place(fullness, peak.sockets(), namespace);
    }

    void writeTo(CompactOutput out, String host) {
        out.writeInt(endpoints.size());
        endpoints.forEach((key, sockets) -> {
            key.writeTo(out);
            sockets.writeTo(out, host);
        });
        out.writeInt(listeners.size());
        listeners.forEach((endpoint, totals) -> {
            out.writeText(endpoint);
            totals.writeTo(out, host);
        });
        peak.writeTo(out);
        out.writeLong(mainNamespace);
        out.writeLong(mainSockets);
        limits.writeTo(out);
        out.writeFlag(severalNamespaces);
    }

    static HostService readFrom(CompactInput in, String host, boolean withNamespaces) {
        Map<EndpointKey, HostSockets> endpoints = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            endpoints.put(EndpointKey.readFrom(in), HostSockets.readFrom(in, host));
        }
        Map<String, ListenerTotals> listeners = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            listeners.put(in.readText(), ListenerTotals.readFrom(in, host));
        }
        HostService read = new HostService(HostPeak.readFrom(in));
        read.endpoints.putAll(endpoints);
        read.listeners.putAll(listeners);
        read.mainNamespace = in.readLong();
        read.mainSockets = in.readLong();
        read.limits = LimitsTotals.readFrom(in);
        read.severalNamespaces = withNamespaces && in.readFlag();
        return read;
    }
}
