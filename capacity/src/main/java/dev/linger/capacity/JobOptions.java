// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.model.forecast.ComputedBy;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;

import java.nio.file.Path;
import java.time.Duration;

/** Flink's options for this job, wherever it runs. */
final class JobOptions {
    private JobOptions() {}

    static Configuration of(CapacityConfig config, Scope scope) {
        Configuration options = new Configuration();
        options.set(PipelineOptions.NAME, CapacityJob.NAME);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.OBJECT_REUSE, true); // all that travels is immutable
        options.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
        if (scope.computedBy() == ComputedBy.BATCH) {
            options.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
            options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        } else {
            options.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
            checkpoints(config, options);
            restarts(options);
        }
        return options;
    }

    private static void checkpoints(CapacityConfig config, Configuration options) {
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        options.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        options.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        options.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        if (!config.checkpointDirectory().isEmpty()) {
            options.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            options.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    Path.of(config.checkpointDirectory()).toAbsolutePath().toUri().toString());
        }
    }

    private static void restarts(Configuration options) {
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofSeconds(1));
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(30));
    }
}
