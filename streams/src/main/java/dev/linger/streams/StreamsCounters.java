// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.topic.DeadLetter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What this instance did since it started; written by its stream threads, read by any. */
public final class StreamsCounters {
    /** One counter. */
    public enum Counter {
        /** Socket snapshots read, whatever became of them. */
        SNAPSHOTS_READ("snapshotsRead"),
        /** Snapshots that were here before: same host, boot id and sequence. */
        DUPLICATES("snapshotsDuplicate"),
        /** Kernel snapshots read. */
        KERNELS_READ("kernelSnapshotsRead"),
        /** Service-minutes published for good. */
        MINUTES_COMPLETED("minutesCompleted"),
        /** Views of running minutes published. */
        MINUTES_RUNNING("minutesRunning"),
        /** Complete service-minutes published again, because a partition woke up. */
        MINUTES_CORRECTED("minutesCorrected"),
        /** Findings opened. */
        FINDINGS_OPENED("findingsOpened"),
        /** Findings resolved. */
        FINDINGS_RESOLVED("findingsResolved");

        private final String label;

        Counter(String label) {
            this.label = label;
        }
    }

    private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
    private final Map<DeadLetter.Reason, LongAdder> deadLetters =
            new EnumMap<>(DeadLetter.Reason.class);
    private final Map<Integer, Instant> completedThrough = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> ended = new ConcurrentHashMap<>();
    private final AtomicLong latestMinuteSeconds = new AtomicLong();
    private final AtomicLong latestSnapshotMillis = new AtomicLong();

    /** Starts at zero. */
    public StreamsCounters() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            deadLetters.put(reason, new LongAdder());
        }
    }

    /** Counts one. */
    public void count(Counter counter) {
        adder(counter).increment();
    }

    /** Counts one record refused. */
    public void countDeadLetter(DeadLetter.Reason reason) {
        LongAdder adder = deadLetters.get(reason);
        if (adder != null) {
            adder.increment();
        }
    }

    /** Notes that every minute of a partition by service up to this one is complete. */
    public void completedThrough(int partition, Instant minute) {
        completedThrough.put(partition, minute);
        latestMinuteSeconds.accumulateAndGet(minute.getEpochSecond(), Math::max);
    }

    /** Notes that a partition of the snapshots was read to the end of a replay. */
    public void reachedEnd(int source, Instant closedThrough) {
        ended.put(source, closedThrough);
    }

    /**
     * Whether a replay is at its end: every source is read, and every minute that one closed is
     * complete on all partitions.
     */
    boolean isReplayed(int partitions) {
        if (ended.size() < partitions || completedThrough.size() < partitions) {
            return false;
        }
        Instant last = Collections.max(ended.values());
        return completedThrough.values().stream().noneMatch(minute -> minute.isBefore(last));
    }

    /** The latest minute that is complete on some partition; absent before the first. */
    @Nullable Instant latestMinute() {
        return latestMinuteSeconds.get() == 0
                ? null
                : Instant.ofEpochSecond(latestMinuteSeconds.get());
    }

    /** Notes when a snapshot that was read was taken, or appended where the broker stamps it. */
    public void readSnapshotOf(long recordMillis) {
        latestSnapshotMillis.accumulateAndGet(recordMillis, Math::max);
    }

    /** The count so far. */
    public long get(Counter counter) {
        return adder(counter).sum();
    }

    /** Records refused for this reason so far. */
    public long deadLetters(DeadLetter.Reason reason) {
        LongAdder adder = deadLetters.get(reason);
        return adder == null ? 0 : adder.sum();
    }

    private LongAdder adder(Counter counter) {
        LongAdder adder = counters.get(counter);
        if (adder == null) {
            throw new IllegalStateException(counter + " has no adder");
        }
        return adder;
    }

    /**
     * Every counter by name, for the health page, and the ages of what came in last and of what
     * went out last: since the newest snapshot, since the end of the newest complete minute.
     */
    public Map<String, Object> asDetails(Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        counters.forEach((counter, adder) -> details.put(counter.label, adder.sum()));
        long refused = deadLetters.values().stream().mapToLong(LongAdder::sum).sum();
        details.put("deadLettered", refused);
        deadLetters.forEach((reason, adder) -> {
            if (adder.sum() > 0) {
                details.put("deadLettered." + reason, adder.sum());
            }
        });
        if (latestSnapshotMillis.get() > 0) {
            details.put(
                    "latestSnapshotAgeSeconds",
                    (now.toEpochMilli() - latestSnapshotMillis.get()) / 1000.0);
        }
        if (latestMinuteSeconds.get() > 0) {
            details.put(
                    "completedMinuteAgeSeconds",
                    (now.toEpochMilli() / 1000.0) - latestMinuteSeconds.get() - 60);
            details.put(
                    "completedThroughMinute",
                    Instant.ofEpochSecond(latestMinuteSeconds.get()).toString());
        }
        return details;
    }
}
