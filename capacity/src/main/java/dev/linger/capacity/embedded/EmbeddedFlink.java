// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.embedded;

import dev.linger.model.part.PartFailedException;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Flink cluster of one job manager and one task manager inside this process, without remoting;
 * its REST endpoint listens on loopback at a free port.
 *
 * <p>State lives on the heap (hashmap): Flink's RocksDB and that of Kafka Streams hold the same
 * classes and exclude each other in one process.
 */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedFlink.class);

    private static final String LOOPBACK = "127.0.0.1";

    /** Network buffers, allocated at once outside the heap: 512 of 32 KB. */
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(16);

    /** Upper limit for sorting in a batch run; a stream run takes none of it. */
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(32);

    private static final int CLOSE_WITHIN_SECONDS = 2;

    private final MiniCluster cluster;
    private final Path workDirectory;

    private EmbeddedFlink(MiniCluster cluster, Path workDirectory) {
        this.cluster = cluster;
        this.workDirectory = workDirectory;
    }

    /**
     * Starts a cluster.
     *
     * @param workDirectory for files that nobody needs afterwards; what an earlier cluster left
     *     there when it was killed is deleted
     * @param slots parallel tasks of an operator that it can run
     * @throws PartFailedException if it cannot start
     */
    public static EmbeddedFlink start(Path workDirectory, int slots) {
        try {
            if (Files.exists(workDirectory)) {
                RetainedCheckpoints.deleteTree(workDirectory);
            }
            Files.createDirectories(workDirectory);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot write " + workDirectory + ": make it writable for this user", e);
        }
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(options(workDirectory))
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            throw new PartFailedException("Flink did not start: " + e.getMessage(), e);
        }
        return new EmbeddedFlink(cluster, workDirectory);
    }

    /** Starts a cluster in a temporary directory. */
    public static EmbeddedFlink temporary(int slots) {
        try {
            return start(Files.createTempDirectory("linger-capacity-"), slots);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot create a temporary directory: " + e.getMessage(), e);
        }
    }

    private static Configuration options(Path workDirectory) {
        Configuration options = new Configuration();
        options.set(CoreOptions.TMP_DIRS, workDirectory.toString());
        options.set(WebOptions.TMP_DIR, workDirectory.toString());
        options.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        options.set(JobManagerOptions.ADDRESS, LOOPBACK);
        options.set(RestOptions.ADDRESS, LOOPBACK);
        options.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        options.set(RestOptions.BIND_PORT, "0");
        options.set(RestOptions.SERVER_NUM_THREADS, 1);
        options.set(TaskManagerOptions.HOST, LOOPBACK);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        options.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        options.set(ClusterOptions.CLUSTER_IO_EXECUTOR_POOL_SIZE, 2);
        options.set(JobManagerOptions.JOB_MANAGER_IO_POOL_SIZE, 2);
        options.set(JobManagerOptions.JOB_MANAGER_FUTURE_POOL_SIZE, 2);
        return options;
    }

    /** Submits a job and returns at once. */
    public JobID submit(JobGraph job) {
        return await(cluster.submitJob(job), "submitting the job").getJobID();
    }

    /**
     * Runs a bounded job to its end.
     *
     * @throws PartFailedException if it failed
     */
    public JobExecutionResult execute(JobGraph job) {
        JobID id = submit(job);
        JobResult result = await(cluster.requestJobResult(id), "running the job");
        try {
            return result.toJobExecutionResult(EmbeddedFlink.class.getClassLoader());
        } catch (Exception e) {
            throw new PartFailedException("the run failed: " + rootMessage(e), e);
        }
    }

    /** What the cluster knows of a job. */
    public CompletableFuture<? extends AccessExecutionGraph> inspect(JobID job) {
        return cluster.getExecutionGraph(job);
    }

    /** Cancels a job and waits until it is gone; its checkpoints stay. */
    public void cancel(JobID job) {
        try {
            cluster.cancelJob(job)
                    .thenCompose(ignored -> cluster.requestJobResult(job))
                    .get(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // A job that has ended needs no cancelling.
            log.debug("The job {} was not cancelled", job, e);
        } catch (TimeoutException e) {
            log.warn("The job {} did not end within {} s", job, CLOSE_WITHIN_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new PartFailedException(what + " failed: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailedException("interrupted while " + what, e);
        }
    }

    /** The innermost message: Flink wraps a cause several times. */
    public static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public void close() {
        try {
            cluster.closeAsync().get(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
            RetainedCheckpoints.deleteTree(workDirectory);
        } catch (ExecutionException | TimeoutException e) {
            throw new PartFailedException("Flink did not stop: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + workDirectory, e);
        }
    }
}
