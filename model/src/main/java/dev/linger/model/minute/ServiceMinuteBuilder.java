// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Adds up the hosts of a service within one minute, in any order and in any grouping: builders of
 * different hosts merge into the same {@link ServiceMinute} as one builder of all of them. Mutable,
 * for one thread.
 */
public final class ServiceMinuteBuilder {
    /** Endpoints that a minute lists by name unless its reader wants another number. */
    public static final int DEFAULT_ENDPOINTS = 64;

    /** Accept queues that a minute lists, the fullest first. */
    public static final int MAX_LISTENERS = 64;

    private static final int FORM = 2;
    private static final long[] NO_SOCKETS = new long[GaugeArray.STATES];

    private final String service;
    private final Instant minute;
    private final Map<EndpointKey, FleetSockets> endpoints = new HashMap<>();
    private final Map<String, ListenerTotals> listeners = new HashMap<>();
    private FleetPeak peak = new FleetPeak();
    private int hosts;
    private long snapshots;
    private long coverageMillis;
    private LimitsTotals limits = new LimitsTotals();
    private @Nullable KernelChoice kernel;

    /** Begins a minute of a service. */
    public ServiceMinuteBuilder(String service, Instant minute) {
        this.service = service;
        this.minute = minute;
    }

    /** Begins with the hosts of one {@link FleetMinute}. */
    ServiceMinuteBuilder(
            Instant minute, FleetService fleet, Function<String, @Nullable HostKernel> kernels) {
        this(fleet.name, minute);
        peak.merge(fleet.peak.largest());
        fleet.endpoints.forEach((key, shared) -> endpoint(key).add(shared));
        for (HostService host : fleet.hosts) {
            hosts++;
            snapshots += host.host.snapshots();
            coverageMillis += host.host.coverageMillis();
            peak.add(NO_SOCKETS, host.host.host(), 0);
            host.listeners()
                    .forEach((endpoint, totals) ->
                            listener(endpoint, host.host.host()).merge(totals));
            host.endpoints()
                    .forEach((key, sockets) -> endpoint(key).add(host.host.snapshots(), sockets));
        }
        limits.merge(fleet.limits);
        kernel = KernelChoice.worst(fleet.hosts, kernels);
    }

    /** Adds the hosts of another builder of the same service and minute. */
    public ServiceMinuteBuilder merge(ServiceMinuteBuilder other) {
        hosts += other.hosts;
        snapshots += other.snapshots;
        coverageMillis += other.coverageMillis;
        peak.merge(other.peak);
        other.endpoints.forEach((key, sockets) -> endpoint(key).merge(sockets));
        other.listeners.forEach(
                (endpoint, totals) -> listener(endpoint, other.peak.host()).merge(totals));
        limits.merge(other.limits);
        kernel = KernelChoice.worse(kernel, other.kernel);
        return this;
    }

    private FleetSockets endpoint(EndpointKey key) {
        return endpoints.computeIfAbsent(key, k -> new FleetSockets());
    }

    private ListenerTotals listener(String endpoint, String host) {
        return listeners.computeIfAbsent(endpoint, e -> new ListenerTotals(host));
    }

    /** The service's name. */
    public String service() {
        return service;
    }

    /** Start of the minute. */
    public Instant minute() {
        return minute;
    }

    /**
     * Folds all but the {@code keep} endpoints under most pressure into {@code other}, and drops
     * all but the {@code keep} fullest listeners. Sums stay exact. Peaks of {@code other} are those
     * of its largest endpoint, and its hosts those of the endpoint with the most.
     */
    public ServiceMinuteBuilder bound(int keep) {
        if (endpoints.size() > keep) {
            EndpointFold.fold(
                    endpoints, keep, weights(), key -> new FleetSockets(), FleetSockets::fold);
        }
        if (listeners.size() > keep) {
            listeners.entrySet().removeAll(fullestListeners().subList(keep, listeners.size()));
        }
        return this;
    }

    /**
     * The minute as known now.
     *
     * @param complete whether the minute and its grace are over
     * @param maxEndpoints endpoints to list by name; the rest folds into {@code other}
     */
    public ServiceMinute build(boolean complete, int maxEndpoints) {
        bound(maxEndpoints);
        List<EndpointMinute> rows = EndpointFold.order(weights()).stream().map(this::row).toList();
        return new ServiceMinute(
                ServiceMinute.SCHEMA_VERSION,
                service,
                minute,
                complete,
                hosts,
                snapshots,
                coverageMillis,
                all().minute(peak),
                rows,
                fullestListeners().stream()
                        .limit(MAX_LISTENERS)
                        .map(entry -> entry.getValue().minute(entry.getKey()))
                        .toList(),
                kernel == null ? null : kernel.context(),
                limits.minute());
    }

    private EndpointMinute row(EndpointKey key) {
        FleetSockets sockets = endpoint(key);
        return new EndpointMinute(key.side(), key.endpoint(), sockets.hosts(), sockets.minute());
    }

    private FleetSockets all() {
        FleetSockets all = new FleetSockets();
        endpoints.values().forEach(all::sum);
        return all;
    }

    private List<EndpointFold.Weight> weights() {
        long[] service = all().means();
        return endpoints.entrySet().stream()
                .map(entry -> entry.getValue().weigh(entry.getKey(), service))
                .toList();
    }

    private List<Map.Entry<String, ListenerTotals>> fullestListeners() {
        return listeners.entrySet().stream()
                .sorted(
                        Comparator.comparingDouble((Map.Entry<String, ListenerTotals> entry) ->
                                        -entry.getValue().fullness())
                                .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** The internal form, which {@link #fromBytes} reads. */
    public byte[] toBytes() {
        CompactOutput out = new CompactOutput();
        out.writeInt(FORM);
        out.writeText(service);
        out.writeLong(minute.getEpochSecond() / 60);
        String knownHost = peak.host();
        peak.writeTo(out, "");
        out.writeInt(hosts);
        out.writeLong(snapshots);
        out.writeLong(coverageMillis);
        KernelChoice.write(out, kernel);
        out.writeInt(endpoints.size());
        endpoints.forEach((key, sockets) -> {
            key.writeTo(out);
            sockets.writeTo(out, knownHost);
        });
        out.writeInt(listeners.size());
        listeners.forEach((endpoint, totals) -> {
            out.writeText(endpoint);
            totals.writeTo(out, knownHost);
        });
        limits.writeTo(out);
        return out.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static ServiceMinuteBuilder fromBytes(byte[] bytes) {
        CompactInput in = new CompactInput(bytes);
        int form = in.readInt();
        CompactForm.require("service minute", form, FORM);
        ServiceMinuteBuilder read =
                new ServiceMinuteBuilder(in.readText(), Instant.ofEpochSecond(in.readLong() * 60));
        read.peak = FleetPeak.readFrom(in, "");
        String knownHost = read.peak.host();
        read.hosts = in.readInt();
        read.snapshots = in.readLong();
        read.coverageMillis = in.readLong();
        read.kernel = KernelChoice.read(in, form == FORM);
        for (int left = in.readInt(); left > 0; left--) {
            read.endpoints.put(EndpointKey.readFrom(in), FleetSockets.readFrom(in, knownHost));
        }
        for (int left = in.readInt(); left > 0; left--) {
            read.listeners.put(in.readText(), ListenerTotals.readFrom(in, knownHost));
        }
        read.limits = form == FORM ? LimitsTotals.readFrom(in) : read.limits;
        return read;
    }
}
