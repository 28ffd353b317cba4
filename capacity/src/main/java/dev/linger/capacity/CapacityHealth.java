// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import dev.linger.capacity.embedded.JobState;
import dev.linger.model.part.Health;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Health of the stream run: its tasks run, and its checkpoints succeed. */
final class CapacityHealth {
    /** So many intervals without a checkpoint, and a minute on top, mean that they fail. */
    private static final int MISSED_CHECKPOINTS = 5;

    private static final Duration SLACK = Duration.ofMinutes(1);

    private CapacityHealth() {}

    static Health stopped() {
        return new Health(false, "not running", Map.of());
    }

    static Health of(JobState job, Duration checkpointInterval, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("jobStatus", job.status().name());
        details.putAll(job.tallies());
        put(details, "lastCheckpointAt", job.lastCheckpointAt());
        put(details, "checkpointBytes", job.checkpointBytes());
        put(details, "restoredFrom", job.restoredFrom());
        put(details, "lastFailure", job.failure());

        if (!job.allTasksRunning()) {
            String why = job.failure() == null ? "" : ": " + job.failure();
            return new Health(
                    false,
                    "the job is " + job.status().name().toLowerCase(Locale.ROOT) + why,
                    details);
        }
        Instant checkpoint = job.lastCheckpointAt();
        Instant since = checkpoint == null ? job.startedAt() : checkpoint;
        Duration age = Duration.between(since, now);
        Duration limit = checkpointInterval.multipliedBy(MISSED_CHECKPOINTS).plus(SLACK);
        if (age.compareTo(limit) > 0) {
            return new Health(
                    false,
                    "no checkpoint for %d s; look for failed ones in the log"
                            .formatted(age.toSeconds()),
                    details);
        }
        return new Health(true, "forecasting", details);
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value instanceof Number ? value : value.toString());
        }
    }
}
