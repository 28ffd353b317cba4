// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.inetdiag.DumpReport;
import dev.linger.collector.ownership.Owners;
import dev.linger.collector.ownership.Services;
import dev.linger.collector.proc.ProcFs;
import dev.linger.model.snapshot.ReaderReport;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes socket snapshots of a network namespace, without Kafka: for the collector, for a look at
 * this host, for tests. The first snapshot counts the active closes of one interval, and no
 * connection as opened; later ones count what came since the one before. For one thread at a time.
 */
public final class SocketSampler {
    private static final String READER = "sock_diag";

    private final CollectorConfig config;
    private final InstantSource clock;
    private final Services services = new Services();
    private final Owners owners;
    private final String bootId;
    private @Nullable NamespaceSampler namespace;
    private @Nullable Instant lastObservedAt;
    private long sequence;
    private long tickMicros;
    private int tickInterrupted;

    /**
     * Prepares; nothing is read of the sockets yet.
     *
     * @throws IOException if the boot id cannot be read
     */
    public SocketSampler(CollectorConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.owners = new Owners(ProcFs.HOST, services);
        this.bootId =
                ProcFs.HOST.read("sys/kernel/random/boot_id")
                        + "/"
                        + clock.instant().toEpochMilli();
    }

    /**
     * Takes a snapshot. One whose {@code reader.namespacesSeen} is 0 could not be read; its {@code
     * reader.errors} say why.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public SocketSnapshot sample() throws InterruptedException {
        List<String> errors = new ArrayList<>();
        NamespaceSampler.@Nullable Result result = read(errors);
        errors.addAll(owners.problems());
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
                        report(result, errors),
                        result == null ? List.of() : result.groups().groups(),
                        result == null ? List.of() : result.listeners());
        sequence++;
        lastObservedAt = observedAt;
        tickMicros = 0;
        tickInterrupted = 0;
        return snapshot;
    }

    /**
     * Reads all but ESTABLISHED: the next snapshot's peaks and active closes include what was seen.
     *
     * @throws IOException if the namespace cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public void tick() throws IOException, InterruptedException {
        try {
            DumpReport dump = namespace().tick(config.interval());
            tickMicros += micros(dump);
            tickInterrupted += dump.interrupted();
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private NamespaceSampler.@Nullable Result read(List<String> errors)
            throws InterruptedException {
        try {
            NamespaceSampler.Result result = namespace().sample(config.interval());
            if (result.unknownStates() > 0) {
                errors.add(result.unknownStates() + " sockets are in states unknown to Linger");
            }
            if (result.undecided() > 0) {
                errors.add(
                        result.undecided()
                                + " sockets have no service yet: their holders are looked for over"
                                + " the next snapshots");
            }
            return result;
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            errors.add(config.namespace() + " could not be read: " + e.getMessage());
            return null;
        }
    }

    private NamespaceSampler namespace() throws IOException {
        NamespaceSampler known = namespace;
        long inode = config.namespace().inode();
        if (known == null || known.inode() != inode) {
            known =
                    new NamespaceSampler(
                            config.namespace(),
                            inode,
                            ProcFs.HOST,
                            owners,
                            services,
                            new GroupAssembler(services, config.maxGroups()));
            namespace = known;
        }
        return known;
    }

    private ReaderReport report(NamespaceSampler.@Nullable Result result, List<String> errors) {
        return new ReaderReport(
                READER,
                tickMicros + (result == null ? 0 : micros(result.dump())),
                result == null ? 0 : result.dump().sockets(),
                result == null ? 0 : 1,
                result == null ? 1 : 0,
                tickInterrupted + (result == null ? 0 : result.dump().interrupted()),
                result == null ? 0 : result.groups().folded(),
                errors);
    }

    private long intervalMillis(Instant observedAt) {
        Instant last = lastObservedAt;
        return last == null
                ? config.interval().toMillis()
                : Math.max(0, Duration.between(last, observedAt).toMillis());
    }

    private static long micros(DumpReport dump) {
        return (dump.finishedAtNanos() - dump.startedAtNanos()) / 1000;
    }
}
