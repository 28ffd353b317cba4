// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Looks at a namespace twice a second until it is finished, with what a collector uses. */
public final class Watch {
    /** Time between two snapshots. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final NamespaceReader reader;
    private final KernelSnapshot before;
    private final List<SocketSnapshot> snapshots = new ArrayList<>();
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private final Thread thread;

    private Watch(NamespaceReader reader) {
        this.reader = reader;
        this.before = reader.kernel();
        this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::look);
    }

    static Watch begin(NamespaceReader reader) {
        Watch watch = new Watch(reader);
        watch.thread.start();
        watch.awaitFirst();
        return watch;
    }

    /** Stops looking. */
    void abandon() {
        finishing.countDown();
    }

    /** Takes a last snapshot, and returns all of them. */
    public Observation finish() {
        finishing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while watching", interrupted);
        }
        Throwable failure = failed.get();
        if (failure != null) {
            throw new TestbedException("cannot read the sockets: " + failure, failure);
        }
        return new Observation(snapshots, before, reader.kernel());
    }

    /** So that whatever is done next is seen to begin. */
    private void awaitFirst() {
        try {
            looked.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while watching", interrupted);
        }
    }

    private void look() {
        try {
            do {
                snapshots.add(reader.sockets());
                looked.countDown();
            } while (!finishing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            snapshots.add(reader.sockets());
        } catch (InterruptedException | RuntimeException | Error failure) {
            failed.set(failure);
        } finally {
            looked.countDown();
        }
    }
}
