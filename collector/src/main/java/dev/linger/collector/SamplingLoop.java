// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector;

import dev.linger.collector.publish.SnapshotPublisher;
import dev.linger.collector.sampling.KernelSampler;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.snapshot.SocketSnapshot;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes snapshots and fast scans in turn until it is stopped. */
final class SamplingLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingLoop.class);
    private static final Duration KERNEL_INTERVAL = Duration.ofMinutes(1);
    private static final long QUIET_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final SocketSampler sockets;
    private final KernelSampler kernel;
    private final SnapshotPublisher publisher;
    private final Runnable afterScan;
    private final SamplingPace pace;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable SocketSnapshot latest;
    private volatile @Nullable KernelSnapshot latestKernel;
    private volatile String problem = "";
    private volatile long snapshots;
    private volatile long sampledAtNanos = System.nanoTime();
    private long kernelSentAtNanos;

    SamplingLoop(
            CollectorConfig config,
            SocketSampler sockets,
            KernelSampler kernel,
            SnapshotPublisher publisher,
            Runnable afterScan) {
        this.sockets = sockets;
        this.kernel = kernel;
        this.publisher = publisher;
        this.afterScan = afterScan;
        this.pace = new SamplingPace(config);
    }

    /**
     * Takes the first snapshot.
     *
     * @throws IOException if nothing could be read; the message says why
     * @throws InterruptedException if the thread is interrupted
     */
    void sampleFirst() throws IOException, InterruptedException {
        SocketSnapshot first = sample();
        if (first.reader().namespacesSeen() == 0) {
            throw new IOException(String.join("; ", first.reader().errors()));
        }
    }

    @Override
    public void run() {
        try {
            long nextFull = System.nanoTime() + pace.interval().toNanos();
            long nextFast = System.nanoTime() + pace.fastInterval().toNanos();
            while (!stopped.await(
                    Math.min(nextFull, nextFast) - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                if (nextFull <= nextFast) {
                    sample();
                    nextFull = Math.max(System.nanoTime(), nextFull + pace.interval().toNanos());
                } else {
                    tick();
                }
                nextFast = System.nanoTime() + pace.fastInterval().toNanos();
                if (stopped.await(
                        untilQuietNanos(Math.min(nextFull, nextFast)), TimeUnit.NANOSECONDS)) {
                    break;
                }
                afterScan.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            problem = "sampling ended by an error of Linger: " + e;
            LOG.error("Sampling ended", e);
        }
    }

    /** Sending and compiling go on behind a scan, and touch memory that ought to be given back. */
    private static long untilQuietNanos(long nextScanNanos) {
        return Math.min(QUIET_AFTER_NANOS, (nextScanNanos - System.nanoTime()) / 2);
    }

    void stop() {
        stopped.countDown();
    }

    /** Snapshots taken. */
    long snapshots() {
        return snapshots;
    }

    /** What keeps the sockets from being read now; empty where nothing does. */
    String problem() {
        return problem;
    }

    /** Time since the latest snapshot, or since the start. */
    Duration sinceSnapshot() {
        return Duration.ofNanos(System.nanoTime() - sampledAtNanos);
    }

    SamplingPace pace() {
        return pace;
    }

    @Nullable SocketSnapshot latest() {
        return latest;
    }

    /** The latest settings and counters; null before the first snapshot. */
    @Nullable KernelSnapshot latestKernel() {
        return latestKernel;
    }

    private SocketSnapshot sample() throws InterruptedException {
        long startedAtNanos = System.nanoTime();
        SocketSnapshot snapshot = sockets.sample();
        pace.fullTook(System.nanoTime() - startedAtNanos);
        latest = snapshot;
        sampledAtNanos = System.nanoTime();
        snapshots = snapshot.sequence() + 1;
        publisher.publish(snapshot);
        note(snapshot.reader().namespacesSeen() == 0 ? snapshot.reader().errors() : List.of());
        sampleKernel();
        return snapshot;
    }

    private void tick() throws InterruptedException {
        long startedAtNanos = System.nanoTime();
        try {
            sockets.tick();
            pace.fastTook(System.nanoTime() - startedAtNanos);
        } catch (IOException e) {
            note(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Sends settings and counters when a setting changed, and every minute. */
    private void sampleKernel() throws InterruptedException {
        try {
            KernelSnapshot now = kernel.sample(sockets.namespaces());
            KernelSnapshot before = latestKernel;
            long sinceNanos = System.nanoTime() - kernelSentAtNanos;
            latestKernel = now;
            if (before == null
                    || sinceNanos >= KERNEL_INTERVAL.toNanos()
                    || !settingsOf(now).equals(settingsOf(before))) {
                publisher.publish(now);
                kernelSentAtNanos = System.nanoTime();
            }
        } catch (IOException e) {
            note(List.of("kernel settings could not be read: " + e.getMessage()));
        }
    }

    private static List<Map<String, String>> settingsOf(KernelSnapshot snapshot) {
        return snapshot.namespaces().stream().map(NamespaceKernel::sysctls).toList();
    }

    private void note(List<String> problems) {
        String now = String.join("; ", problems);
        if (!now.isEmpty() && problem.isEmpty()) {
            LOG.warn("{}", now);
        }
        problem = now;
    }
}
