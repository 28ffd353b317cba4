// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.ownership.NamingRules;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.SocketGroup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The scans of the calling thread's network namespace alone: sockets dumped, attributed and added
 * up to groups, without what a snapshot tells beside them. For measurements. For one thread at a
 * time.
 */
public final class SocketScan {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_GROUPS = 1000;

    private final NamespaceSampler sampler;

    /** Prepares; nothing is read yet. */
    public SocketScan(SocketSource source) {
        Services services = new Services(NamingRules.NONE);
        this.sampler =
                new NamespaceSampler(
                        NetworkNamespace.SELF,
                        0,
                        ProcFs.HOST,
                        new Owners(ProcFs.HOST, Path.of("/"), services),
                        services,
                        ScanBuffers.of(source));
    }

    /**
     * What a scan found.
     *
     * @param sockets how many
     * @param groups what they added up to
     */
    public record Found(long sockets, List<SocketGroup> groups) {
        /** Copies the list. */
        public Found {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Scans all states, as a snapshot does.
     *
     * @throws Exception what kept the sockets from being read
     */
    public Found full() throws Exception {
        NamespaceSampler.Result result = sampler.sample(INTERVAL, MAX_GROUPS);
        return new Found(result.dump().sockets(), result.groups().groups());
    }

    /** Bits of the states that the next fast scan reads. */
    public int fastStates() {
        return sampler.tickStates();
    }

    /**
     * Scans as is done between snapshots: all but ESTABLISHED, or less.
     *
     * @return how many sockets
     * @throws Exception what kept the sockets from being read
     */
    public long fast() throws Exception {
        return sampler.tick(INTERVAL).sockets();
    }
}
