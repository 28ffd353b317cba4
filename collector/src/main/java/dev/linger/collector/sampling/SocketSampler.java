// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.ProcessDescriptors;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes socket snapshots of network namespaces, without Kafka: for the collector, for a look at
 * this host, for tests. The first snapshot counts the active closes of one interval, and no
 * connection as opened; later ones count what came since the one before. For one thread at a time.
 */
public final class SocketSampler {
    /** Descriptors that a snapshot reads: about 10 ms; the second, once the first is sent, more. */
    private static final int LINKS = 2_000;

    private static final int SECOND_LINKS = 20_000;

    private final CollectorConfig config;
    private final InstantSource clock;
    private final Owners owners;
    private final Services services;
    private final ProcessDescriptors descriptors = new ProcessDescriptors(ProcFs.HOST);
    private final NamespaceSamplers namespaces;
    private final String bootId;
    private @Nullable Instant lastObservedAt;
    private long sequence;
    private long tickMicros;
    private int tickInterrupted;
    private int firstLinks = LINKS;

    /**
     * Prepares; nothing is read of the sockets yet.
     *
     * @throws IOException if the boot id cannot be read
     */
    public SocketSampler(CollectorConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.services = new Services(config.namingRules());
        this.owners = new Owners(ProcFs.HOST, Path.of("/"), services);
        this.namespaces = new NamespaceSamplers(config, owners, services);
        this.bootId =
                ProcFs.HOST.read("sys/kernel/random/boot_id")
                        + "/"
                        + clock.instant().toEpochMilli();
    }

    /**
     * Prepares for many scans: the first is as light as any other, and leaves what it does not know
     * of owners, and the descriptors of processes, to the next.
     *
     * @throws IOException if the boot id cannot be read
     */
    public static SocketSampler forManyScans(CollectorConfig config, InstantSource clock)
            throws IOException {
        SocketSampler sampler = new SocketSampler(config, clock);
        sampler.owners.prepareForManyScans();
        sampler.firstLinks = 0;
        return sampler;
    }

    /**
     * Takes a snapshot. One whose {@code reader.namespacesSeen} is 0 could not be read; its {@code
     * reader.errors} say why.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public SocketSnapshot sample() throws InterruptedException {
        SnapshotParts parts =
                new SnapshotParts(services, config.source(), tickMicros, tickInterrupted);
        descriptors.look(links());
        long[] shared = descriptors.sharedSockets();
        for (NamespaceSampler namespace : namespaces.toSample(parts)) {
            namespace.share(shared);
            parts.add(namespace, config.interval(), namespaces.maxGroups());
        }
        parts.near(descriptors.near(), owners);
        owners.problems().forEach(parts::error);
        if (!descriptors.problem().isEmpty()) {
            parts.error(descriptors.problem());
        }
        if (!namespaces.whyNotSockDiag().isEmpty()) {
            parts.error(
                    "sock_diag is not available ("
                            + namespaces.whyNotSockDiag()
                            + "), so sockets were read from /proc/net/tcp, which knows no backlog,"
                            + " cgroup, idle or round-trip time; modprobe tcp_diag, or allow"
                            + " AF_NETLINK");
        }
        Instant observedAt = clock.instant();
        SocketSnapshot snapshot =
                new SocketSnapshot(
                        SocketSnapshot.SCHEMA_VERSION,
                        config.host(),
                        config.labels(),
                        bootId,
                        sequence,
                        observedAt,
                        intervalMillis(observedAt),
                        parts.report(),
                        parts.groups(),
                        parts.listeners(),
                        parts.limits());
        sequence++;
        lastObservedAt = observedAt;
        tickMicros = 0;
        tickInterrupted = 0;
        return snapshot;
    }

    /**
     * Reads all but ESTABLISHED: the next snapshot's peaks and active closes include what was seen.
     *
     * @throws IOException if a namespace cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public void tick() throws IOException, InterruptedException {
        for (NamespaceSampler namespace : namespaces.sampled()) {
            try {
                DumpReport dump = namespace.tick(config.interval());
                tickMicros += dump.micros();
                tickInterrupted += dump.interrupted();
            } catch (InterruptedException | IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private int links() {
        if (sequence == 0) {
            return firstLinks;
        }
        return sequence == 1 ? SECOND_LINKS : LINKS;
    }

    /** Namespaces that the latest snapshot holds. */
    public List<Long> namespaces() {
        return namespaces.sampled().stream().map(NamespaceSampler::inode).toList();
    }

    private long intervalMillis(Instant observedAt) {
        Instant last = lastObservedAt;
        return last == null
                ? config.interval().toMillis()
                : Math.max(0, Duration.between(last, observedAt).toMillis());
    }
}
