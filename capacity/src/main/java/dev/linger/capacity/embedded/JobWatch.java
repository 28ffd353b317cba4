// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.embedded;

import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a submitted job four times a second, so that asking how it stands costs nothing. */
public final class JobWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);

    private static final int PERIOD_MILLIS = 250;

    private final EmbeddedFlink cluster;
    private final JobID job;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable JobState latest;

    private JobWatch(EmbeddedFlink cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /** Starts to look. */
    public static JobWatch over(EmbeddedFlink cluster, JobID job) {
        JobWatch watch = new JobWatch(cluster, job);
        Thread.ofVirtual().name("capacity-watch").start(watch::lookUntilClosed);
        return watch;
    }

    /** The job that it looks at. */
    public JobID job() {
        return job;
    }

    /** What it saw last; absent before the first look and when Flink has stopped. */
    public @Nullable JobState latest() {
        return latest;
    }

    /** Waits until every task runs; false when the job has failed before, or time is up. */
    public boolean awaitRunning(Duration limit) {
        try {
            return settled.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void lookUntilClosed() {
        try {
            do {
                look();
            } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            JobState state = JobState.of(cluster.inspect(job).get());
            latest = state;
            if (state.status().isGloballyTerminalState()) {
                settled.complete(false);
            } else if (state.allTasksRunning()) {
                settled.complete(true);
            }
        } catch (ExecutionException e) {
            log.debug("The job manager does not answer", e);
            latest = null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
