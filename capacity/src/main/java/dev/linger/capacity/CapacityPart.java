// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.capacity.embedded.EmbeddedFlink;
import dev.linger.capacity.embedded.JobState;
import dev.linger.capacity.embedded.JobWatch;
import dev.linger.capacity.embedded.RetainedCheckpoints;
import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The stream run of the capacity job in this process, on a Flink of its own.
 *
 * <p>It starts from the newest complete checkpoint in {@code capacity.checkpoint-directory},
 * whether the run before was closed or killed. Where that one cannot be restored, it says so and
 * starts without: the topic still holds the minutes of the horizon, and reading them again gives
 * the same state.
 */
public final class CapacityPart implements Part {
    private static final Logger log = LoggerFactory.getLogger(CapacityPart.class);

    private static final String WORK_DIRECTORY = ".flink-work";
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(30);

    private final CapacityConfig config;
    private final InstantSource clock;
    private @Nullable EmbeddedFlink cluster;
    private volatile @Nullable JobWatch watch;

    /** Not yet started. */
    public CapacityPart(CapacityConfig config) {
        this(config, InstantSource.system());
    }

    CapacityPart(CapacityConfig config, InstantSource clock) {
        if (config.checkpointDirectory().isEmpty()) {
            throw new ConfigurationException(
                    CapacityConfig.CHECKPOINT_DIRECTORY.key()
                            + " is missing; name a directory that survives restarts");
        }
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public synchronized void start() {
        Path directory = checkpointDirectory();
        KafkaEnds.requireTopics(config);
        RetainedCheckpoints retained = RetainedCheckpoints.in(directory);
        Optional<Path> newest = retained.newest();
        retained.deleteAllBut(newest);
        try {
            EmbeddedFlink started =
                    EmbeddedFlink.start(directory.resolve(WORK_DIRECTORY), config.parallelism());
            cluster = started;
            watch = run(started, newest);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path checkpointDirectory() {
        Path directory = Path.of(config.checkpointDirectory()).toAbsolutePath();
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new PartFailedException(
                    "cannot write "
                            + directory
                            + "; make it writable for this user or set "
                            + CapacityConfig.CHECKPOINT_DIRECTORY.key(),
                    e);
        }
    }

    private JobWatch run(EmbeddedFlink flink, Optional<Path> checkpoint) {
        JobWatch submitted = submit(flink, checkpoint);
        if (submitted.awaitRunning(RUNNING_WITHIN)) {
            return submitted;
        }
        submitted.close();
        String failure = failure(submitted);
        if (checkpoint.isEmpty()) {
            throw new PartFailedException("the capacity job does not run: " + failure, null);
        }
        log.warn(
                "The checkpoint {} cannot be restored ({}); reading the minutes of the last {} min again instead",
                checkpoint.get(),
                failure,
                config.horizon().toMinutes());
        flink.cancel(submitted.job());
        return run(flink, Optional.empty());
    }

    private JobWatch submit(EmbeddedFlink flink, Optional<Path> checkpoint) {
        Configuration options = new Configuration();
        checkpoint.ifPresent(
                path -> options.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
        Scope scope = Scope.stream(config.horizon(), clock.instant());
        StreamExecutionEnvironment environment = CapacityJob.environment(config, scope, options);
        CapacityJob.describe(environment, config, scope);
        return JobWatch.over(flink, flink.submit(environment.getStreamGraph().getJobGraph()));
    }

    private static String failure(JobWatch watch) {
        JobState state = watch.latest();
        if (state == null) {
            return "Flink does not answer";
        }
        String failure = state.failure();
        return failure == null ? "its tasks do not start, status " + state.status() : failure;
    }

    @Override
    public Health health() {
        JobWatch running = watch;
        JobState state = running == null ? null : running.latest();
        return state == null
                ? CapacityHealth.stopped()
                : CapacityHealth.of(state, config.checkpointInterval(), clock.instant());
    }

    @Override
    public synchronized void close() {
        JobWatch running = watch;
        EmbeddedFlink started = cluster;
        watch = null;
        cluster = null;
        if (running != null) {
            running.close();
        }
        if (started == null) {
            return;
        }
        try (started) {
            if (running != null) {
                started.cancel(running.job());
            }
        }
    }
}
