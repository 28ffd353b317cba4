// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.sampling.KernelSampler;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.minute.MinuteAccumulator;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.snapshot.SocketSnapshot;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Snapshots of this host for a few seconds, taken as the collector takes them. */
public final class HostLook {
    /** Snapshots per look: enough for rates, few enough not to be noticed. */
    private static final int SNAPSHOTS = 4;

    /**
     * What was seen.
     *
     * @param sockets at least one, in order
     * @param kernels at the beginning and at the end
     * @param looked time from the first to the last
     */
    public record Seen(
            List<SocketSnapshot> sockets, List<KernelSnapshot> kernels, Duration looked) {
        /** The latest. */
        public SocketSnapshot last() {
            return sockets.getLast();
        }

        /** The services, as if the look were one minute of a fleet of one. */
        public List<ServiceMinute> minutes() {
            return minute().build(true);
        }

        MinuteAccumulator minute() {
            MinuteAccumulator minute = new MinuteAccumulator(last().observedAt());
            sockets.forEach(minute::add);
            kernels.forEach(minute::add);
            return minute;
        }
    }

    private HostLook() {}

    /**
     * Looks for as long as three intervals of the configuration.
     *
     * @throws PartFailedException if the sockets cannot be read
     */
    public static Seen look(CollectorConfig config, InstantSource clock, Progress progress)
            throws InterruptedException {
        long started = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        try {
            SocketSampler sampler = new SocketSampler(config, clock);
            KernelSampler kernelSampler = new KernelSampler(config, clock);
            List<KernelSnapshot> kernels = new ArrayList<>(List.of(kernelSampler.sample()));
            List<SocketSnapshot> sockets = new ArrayList<>();
            for (int taken = 0; taken < SNAPSHOTS; taken++) {
                long due = started + taken * config.interval().toNanos();
                progress.left(
                        config.interval().multipliedBy(SNAPSHOTS - 1L - Math.max(0, taken - 1)));
                never.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                sockets.add(required(sampler.sample()));
            }
            kernels.add(kernelSampler.sample());
            progress.left(Duration.ZERO);
            return new Seen(sockets, kernels, Duration.ofNanos(System.nanoTime() - started));
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot read this host's sockets (" + e.getMessage() + ")", e);
        }
    }

    /** Refuses a snapshot of nothing. */
    public static SocketSnapshot required(SocketSnapshot snapshot) {
        if (snapshot.reader().namespacesSeen() == 0) {
            throw new PartFailedException(
                    "cannot read this host's sockets: "
                            + String.join("; ", snapshot.reader().errors()),
                    null);
        }
        return snapshot;
    }
}
