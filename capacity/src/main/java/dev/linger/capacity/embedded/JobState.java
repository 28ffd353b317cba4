// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.embedded;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * How a job stands, as its job manager sees it.
 *
 * @param status Flink's status of the job
 * @param allTasksRunning whether every task does its work, with its state restored
 * @param startedAt when the job was submitted
 * @param lastCheckpointAt when the latest checkpoint of this run was complete; absent before the
 *     first
 * @param checkpointBytes size of its state; absent before the first
 * @param restoredFrom path of the checkpoint it started from; absent where it started afresh
 * @param failure message of the latest failure; absent if there was none
 * @param tallies the job's counts, as of the last heartbeat (10 s)
 */
public record JobState(
        JobStatus status,
        boolean allTasksRunning,
        Instant startedAt,
        @Nullable Instant lastCheckpointAt,
        @Nullable Long checkpointBytes,
        @Nullable String restoredFrom,
        @Nullable String failure,
        Map<String, Long> tallies) {

    static JobState of(AccessExecutionGraph job) {
        CheckpointStatsSnapshot checkpoints = job.getCheckpointStatsSnapshot();
        CompletedCheckpointStats last =
                checkpoints == null
                        ? null
                        : checkpoints.getHistory().getLatestCompletedCheckpoint();
        RestoredCheckpointStats restored =
                checkpoints == null ? null : checkpoints.getLatestRestoredCheckpoint();
        ErrorInfo failure = job.getFailureInfo();
        return new JobState(
                job.getState(),
                allTasksRunning(job),
                Instant.ofEpochMilli(job.getStatusTimestamp(JobStatus.INITIALIZING)),
                last == null ? null : Instant.ofEpochMilli(last.getLatestAckTimestamp()),
                last == null ? null : last.getStateSize(),
                restored == null ? null : restored.getExternalPath(),
                failure == null ? null : EmbeddedFlink.rootMessage(failure.getException()),
                tallies(job.getAccumulatorsSerialized()));
    }

    /** A job that is still being set up, or whose setting up failed, has no tasks. */
    private static boolean allTasksRunning(AccessExecutionGraph job) {
        return job.getState() == JobStatus.RUNNING
                && StreamSupport.stream(job.getAllExecutionVertices().spliterator(), false)
                        .map(AccessExecutionVertex::getExecutionState)
                        .allMatch(state -> state == ExecutionState.RUNNING);
    }

    private static Map<String, Long> tallies(
            Map<String, SerializedValue<OptionalFailure<Object>>> serialized) {
        Map<String, Long> tallies = new TreeMap<>();
        serialized.forEach((name, value) -> {
            try {
                Object total =
                        value.deserializeValue(JobState.class.getClassLoader()).getUnchecked();
                if (total instanceof Long number) {
                    tallies.put(name, number);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
        return tallies;
    }
}
