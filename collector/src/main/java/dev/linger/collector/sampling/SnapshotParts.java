// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.ServiceLimits;
import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.SocketGroup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what the namespaces of a snapshot give. */
final class SnapshotParts {
    private static final int MAX_ERRORS = 20;

    private final List<SocketGroup> groups = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final ServiceLimitsBuilder limits;
    private final List<String> errors = new ArrayList<>();
    private SocketSource source;
    private long scanMicros;
    private long sockets;
    private int seen;
    private int failed;
    private int interrupted;
    private int folded;

    /**
     * Begins with what fast scans took since the last snapshot.
     *
     * @param wanted where to read from; null: sock_diag, unless it turns out otherwise
     */
    SnapshotParts(
            Services services,
            @Nullable SocketSource wanted,
            long tickMicros,
            int tickInterrupted) {
        this.limits = new ServiceLimitsBuilder(services);
        this.source = wanted == null ? SocketSource.SOCK_DIAG : wanted;
        this.scanMicros = tickMicros;
        this.interrupted = tickInterrupted;
    }

    /** Samples a namespace; that it cannot be read is an error of the snapshot. */
    void add(NamespaceSampler namespace, Duration interval, int maxGroups)
            throws InterruptedException {
        try {
            add(namespace.sample(interval, maxGroups));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            failed(namespace.name() + " could not be read: " + e.getMessage());
        }
    }

    /** A namespace could not be read. */
    void failed(String error) {
        failed++;
        error(error);
    }

    /** Something is missing from the snapshot. */
    void error(String error) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(error);
        }
    }

    /** A namespace without any socket was looked at. */
    void empty() {
        seen++;
    }

    ReaderReport report() {
        return new ReaderReport(
                source.wireName(), scanMicros, sockets, seen, failed, interrupted, folded, errors);
    }

    List<SocketGroup> groups() {
        return groups;
    }

    List<Listener> listeners() {
        return listeners;
    }

    /** Adds processes that are near their limit. */
    void near(Map<Integer, Descriptors> near, Owners owners) {
        limits.add(near, owners);
    }

    List<ServiceLimits> limits() {
        Set<String> withSockets = new HashSet<>();
        groups.forEach(group -> withSockets.add(group.service()));
        listeners.forEach(listener -> withSockets.add(listener.service()));
        return limits.build(withSockets);
    }

    private void add(NamespaceSampler.Result result) {
        DumpReport dump = result.dump();
        source = dump.source();
        groups.addAll(result.groups().groups());
        listeners.addAll(result.listeners());
        limits.add(result.localPorts());
        scanMicros += dump.micros();
        sockets += dump.sockets();
        interrupted += dump.interrupted();
        folded += result.groups().folded();
        seen++;
        if (result.unknownStates() > 0) {
            error(result.unknownStates() + " sockets are in states unknown to Linger");
        }
        if (result.undecided() > 0) {
            error(
                    result.undecided()
                            + " sockets have no service yet: their holders are looked for over the"
                            + " next snapshots");
        }
    }
}
