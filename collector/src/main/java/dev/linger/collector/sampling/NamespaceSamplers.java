// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.NetworkNamespaces;
import dev.linger.collector.proc.ProcFs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The samplers of the namespaces that are looked at: the configured one, or all of the host. Of
 * all, those without sockets are left out after a look at their sockstat, and where more have
 * sockets than a snapshot may hold, they take turns.
 */
final class NamespaceSamplers {
    private static final int FEWEST_GROUPS = 20;

    private final CollectorConfig config;
    private final Owners owners;
    private final Services services;
    private final ScanBuffers buffers;
    private final Map<Long, NamespaceSampler> byInode = new HashMap<>();
    private List<NamespaceSampler> sampled = List.of();
    private int turn;

    NamespaceSamplers(CollectorConfig config, Owners owners, Services services) {
        this.config = config;
        this.owners = owners;
        this.services = services;
        this.buffers = ScanBuffers.of(config.source());
    }

    /** Those that the next snapshot holds; what cannot be read is noted in {@code parts}. */
    List<NamespaceSampler> toSample(SnapshotParts parts) throws InterruptedException {
        try {
            sampled =
                    config.allNamespaces()
                            ? ofAll(parts)
                            : List.of(samplerOf(config.namespace().inode(), config.namespace()));
        } catch (IOException e) {
            sampled = List.of();
            parts.failed(config.namespace() + " could not be read: " + e.getMessage());
        }
        return sampled;
    }

    /** Those that the latest snapshot holds. */
    List<NamespaceSampler> sampled() {
        return sampled;
    }

    /** Why sock_diag is not used though it was not ruled out; empty where it is. */
    String whyNotSockDiag() {
        return buffers.whyNotSockDiag();
    }

    /** Groups that each may have, so that the snapshot stays within its bound. */
    int maxGroups() {
        return Math.max(FEWEST_GROUPS, config.maxGroups() / Math.max(1, sampled.size()));
    }

    private List<NamespaceSampler> ofAll(SnapshotParts parts)
            throws IOException, InterruptedException {
        NetworkNamespaces found = NetworkNamespaces.find(ProcFs.HOST);
        if (found.denied() > 0) {
            parts.error(
                    "the namespaces of "
                            + found.denied()
                            + " processes may not be looked at; run as root or with"
                            + " CAP_SYS_PTRACE and CAP_SYS_ADMIN");
        }
        byInode.keySet().retainAll(found.byInode().keySet());
        List<NamespaceSampler> candidates = new ArrayList<>();
        for (Map.Entry<Long, NetworkNamespace> entry : found.byInode().entrySet()) {
            NamespaceSampler sampler = samplerOf(entry.getKey(), entry.getValue());
            if (candidates.isEmpty() || hasSockets(sampler, parts)) {
                candidates.add(sampler);
            }
        }
        return inTurn(candidates, parts);
    }

    private List<NamespaceSampler> inTurn(List<NamespaceSampler> candidates, SnapshotParts parts) {
        int left = candidates.size() - config.maxNamespaces();
        if (left <= 0) {
            return candidates;
        }
        parts.error(left + " of " + candidates.size() + " namespaces wait for the next snapshots");
        List<NamespaceSampler> chosen = new ArrayList<>();
        chosen.add(candidates.getFirst());
        int others = candidates.size() - 1;
        for (int i = 1; i < config.maxNamespaces(); i++) {
            chosen.add(candidates.get(1 + turn++ % others));
        }
        return chosen;
    }

    private static boolean hasSockets(NamespaceSampler sampler, SnapshotParts parts)
            throws InterruptedException {
        try {
            if (sampler.hasSockets()) {
                return true;
            }
            parts.empty();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            parts.failed(sampler.name() + " could not be entered: " + e.getMessage());
        }
        return false;
    }

    private NamespaceSampler samplerOf(long inode, NetworkNamespace namespace) {
        NamespaceSampler known = byInode.get(inode);
        if (known == null) {
            known = new NamespaceSampler(namespace, inode, ProcFs.HOST, owners, services, buffers);
            byInode.put(inode, known);
        }
        known.reachedBy(namespace);
        return known;
    }
}
