// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.proc.ConfiguredSysctls;
import dev.linger.collector.proc.HostLimits;
import dev.linger.collector.proc.NetCounters;
import dev.linger.collector.proc.NetworkNamespaces;
import dev.linger.collector.proc.ProcFs;
import dev.linger.collector.proc.Sysctls;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.KernelSnapshot.Use;
import dev.linger.model.kernel.NamespaceKernel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes kernel snapshots of network namespaces and their host, without Kafka. */
public final class KernelSampler {
    private final CollectorConfig config;
    private final InstantSource clock;
    private final ProcFs proc = ProcFs.HOST;

    /** Reads this host. */
    public KernelSampler(CollectorConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** What is read in one namespace. */
    private record Inside(NamespaceKernel kernel, @Nullable Use conntrack) {}

    /**
     * Takes a snapshot of the configured namespace and, where all are configured, of those others
     * that are named.
     *
     * @param others inodes
     * @throws IOException if the configured namespace cannot be entered, or a file not be read;
     *     another that vanished is left out
     * @throws InterruptedException if the thread is interrupted
     */
    public KernelSnapshot sample(List<Long> others) throws IOException, InterruptedException {
        long ownInode = config.namespace().inode();
        Inside own = read(ownInode, config.namespace());
        List<NamespaceKernel> namespaces = new ArrayList<>(List.of(own.kernel()));
        if (config.allNamespaces()) {
            Map<Long, NetworkNamespace> found = NetworkNamespaces.find(proc).byInode();
            for (Map.Entry<Long, NetworkNamespace> entry : found.entrySet()) {
                if (entry.getKey() != ownInode && others.contains(entry.getKey())) {
                    addUnlessGone(namespaces, entry.getKey(), entry.getValue());
                }
            }
        }
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                config.host(),
                proc.read("sys/kernel/random/boot_id"),
                clock.instant(),
                proc.read("sys/kernel/osrelease"),
                namespaces,
                own.conntrack(),
                HostLimits.descriptors(proc),
                ConfiguredSysctls.HOST.read());
    }

    /** As {@link #sample(List)} with no others. */
    public KernelSnapshot sample() throws IOException, InterruptedException {
        return sample(List.of());
    }

    private void addUnlessGone(
            List<NamespaceKernel> namespaces, long inode, NetworkNamespace namespace)
            throws InterruptedException {
        try {
            namespaces.add(read(inode, namespace).kernel());
        } catch (IOException e) {
            return; // its sockets are missing from the socket snapshot, which says so
        }
    }

    private Inside read(long inode, NetworkNamespace namespace)
            throws IOException, InterruptedException {
        try {
            return namespace.call(() ->
                    new Inside(
                            new NamespaceKernel(inode, Sysctls.read(proc), NetCounters.read(proc)),
                            HostLimits.conntrack(proc)));
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
