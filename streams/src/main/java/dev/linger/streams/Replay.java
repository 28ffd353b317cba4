// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;
import dev.linger.streams.StreamsCounters.Counter;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Reads the snapshots of a range once more, in a group of its own, and writes what comes of them
 * into topics of its own. What it leaves behind are those topics, whole: where it is stopped or
 * fails, it deletes them.
 */
public final class Replay {
    /** Waits for the wish to stop. */
    @FunctionalInterface
    public interface Stop {
        /** Whether there is the wish, at the latest after {@code timeout}. */
        boolean within(Duration timeout) throws InterruptedException;
    }

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FINISH_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(4);

    private final StreamsConfig live;
    private final ReplayRange range;
    private final String prefix;
    private final StreamsCounters counters = new StreamsCounters();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Plans a replay.
     *
     * @param live configuration of the stream processing whose results are to come again
     * @param prefix before the names of the topics
     * @param now the minutes of the range are over by then
     * @throws ConfigurationException if the prefix is none, or the range is not over
     */
    public Replay(StreamsConfig live, ReplayRange range, String prefix, Instant now) {
        ReplayTopics.check(prefix);
        Instant over = now.minus(live.grace());
        if (range.to().isAfter(over)) {
            throw new ConfigurationException(
                    "--to is %s, and minutes are over, their grace included, up to %s"
                            .formatted(range.to(), over));
        }
        this.live = live;
        this.range = range;
        this.prefix = prefix;
    }

    /**
     * Runs it.
     *
     * @param listener told several times a second
     * @throws PartFailedException if there is nothing to replay, the topics are there already, or
     *     the broker or the processing fails
     */
    public ReplayResult run(Consumer<ReplayProgress> listener, Stop stop)
            throws InterruptedException {
        TemporaryDirectory directory = TemporaryDirectory.create("linger-replay-");
        StreamsConfig config = live.replaying(prefix, directory.path());
        Map<String, Object> settings = ClientSettings.of(config);
        settings.put(
                org.apache.kafka.streams.StreamsConfig.topicPrefix(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG),
                ReplayTopics.STAMPED_BY_BROKER);
        try (directory;
                KafkaAdmin broker = new KafkaAdmin(settings)) {
            int partitions = SourceTopics.partitions(settings);
            ReplaySource source = ReplaySource.find(broker, range, config.grace(), partitions);
            ReplayTopics topics = new ReplayTopics(broker, prefix, config.applicationId());
            topics.create(source.startOffsets());
            boolean finished = false;
            try {
                Topology topology = topology(config, settings, source, partitions);
                finished = process(streams(topology, settings), source, partitions, listener, stop);
            } finally {
                topics.deleteInternal();
                if (!finished) {
                    topics.deletePublic();
                }
            }
            return finished
                    ? result(source, new ReplayCount(settings, prefix), topics.names())
                    : ReplayResult.STOPPED;
        }
    }

    private static ReplayResult result(
            ReplaySource source, ReplayCount count, List<String> topics) {
        return new ReplayResult(
                true,
                source.snapshots(),
                count.minutes(),
                count.findings(),
                count.deadLetters(),
                topics);
    }

    private KafkaStreams streams(Topology topology, Map<String, Object> settings) {
        try {
            KafkaStreams streams =
                    new KafkaStreams(
                            topology, new org.apache.kafka.streams.StreamsConfig(settings));
            streams.setUncaughtExceptionHandler(thrown -> {
                failure.set(thrown);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            return streams;
        } catch (KafkaException e) {
            throw new PartFailedException("the replay cannot start: " + e.getMessage(), e);
        }
    }

    private Topology topology(
            StreamsConfig config, Map<String, Object> settings, ReplaySource source, int sources) {
        return Pipeline.topology(
                config,
                new Outlet(prefix, range),
                sources,
                source.ending(new KafkaSnapshotLog(settings)),
                counters,
                new TopologyConfig(new org.apache.kafka.streams.StreamsConfig(settings)));
    }

    /** True at the end, false where it was stopped before. */
    private boolean process(
            KafkaStreams streams,
            ReplaySource source,
            int partitions,
            Consumer<ReplayProgress> listener,
            Stop stop)
            throws InterruptedException {
        try {
            streams.start();
            while (!counters.isReplayed(partitions)) {
                requireNoFailure();
                listener.accept(
                        new ReplayProgress(
                                counters.get(Counter.SNAPSHOTS_READ),
                                source.snapshots(),
                                counters.latestMinute()));
                if (stop.within(LOOK)) {
                    return false;
                }
            }
            if (!close(streams, FINISH_TIMEOUT)) {
                throw new PartFailedException(
                        "the last results were not written within %s; is the broker well?"
                                .formatted(FINISH_TIMEOUT),
                        null);
            }
            requireNoFailure();
            return true;
        } finally {
            close(streams, STOP_TIMEOUT);
        }
    }

    private void requireNoFailure() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            Throwable root = thrown;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new PartFailedException(
                    "the replay failed, and its topics are deleted: " + root, thrown);
        }
    }

    private static boolean close(KafkaStreams streams, Duration timeout) {
        return streams.close(
                CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(timeout));
    }
}
