// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.proc.HostLimits;
import dev.linger.collector.proc.NetCounters;
import dev.linger.collector.proc.ProcFs;
import dev.linger.collector.proc.Sysctls;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Takes kernel snapshots of a network namespace and its host, without Kafka. */
public final class KernelSampler {
    private final CollectorConfig config;
    private final InstantSource clock;
    private final ProcFs proc;

    /** Reads this host. */
    public KernelSampler(CollectorConfig config, InstantSource clock) {
        this(config, clock, ProcFs.HOST);
    }

    KernelSampler(CollectorConfig config, InstantSource clock, ProcFs proc) {
        this.config = config;
        this.clock = clock;
        this.proc = proc;
    }

    /**
     * Takes a snapshot.
     *
     * @throws IOException if the namespace cannot be entered, or a file not be read
     * @throws InterruptedException if the thread is interrupted
     */
    public KernelSnapshot sample() throws IOException, InterruptedException {
        try {
            return config.namespace().call(this::sampleInside);
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private KernelSnapshot sampleInside() throws IOException {
        NamespaceKernel namespace =
                new NamespaceKernel(
                        config.namespace().inode(), Sysctls.read(proc), NetCounters.read(proc));
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                config.host(),
                proc.read("sys/kernel/random/boot_id"),
                clock.instant(),
                proc.read("sys/kernel/osrelease"),
                List.of(namespace),
                HostLimits.conntrack(proc),
                HostLimits.descriptors(proc));
    }
}
