// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import dev.linger.model.part.Health;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartFailedException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The stream processing as a part that starts, tells its health, and leaves its group on close. */
public final class StreamsPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

    private final StreamsConfig config;
    private final StreamsCounters counters = new StreamsCounters();
    private final Restoration restoration = new Restoration();
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable String failure;

    /** Takes its configuration; nothing happens before {@link #start}. */
    public StreamsPart(StreamsConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public void start() {
        Map<String, Object> settings = ClientSettings.of(config);
        int sources = SourceTopics.partitions(settings);
        KafkaStreams created;
        try {
            created =
                    new KafkaStreams(
                            topology(settings, sources),
                            new org.apache.kafka.streams.StreamsConfig(settings));
        } catch (KafkaException e) {
            throw failed("the stream processing cannot start: " + e.getMessage(), e);
        }
        streams = created;
        created.setGlobalStateRestoreListener(restoration);
        created.setUncaughtExceptionHandler(new ThreadFailures(reason -> failure = reason));
        created.setStateListener((now, before) -> {
            if (now == State.RUNNING || now == State.ERROR || now == State.NOT_RUNNING) {
                decided.countDown();
            }
        });
        try {
            created.start();
            awaitRunning(created);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Topology topology(Map<String, Object> settings, int sources) {
        return Pipeline.topology(
                config,
                sources,
                counters,
                new TopologyConfig(new org.apache.kafka.streams.StreamsConfig(settings)));
    }

    private void awaitRunning(KafkaStreams started) {
        try {
            if (!decided.await(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw failed(
                        "the stream processing is still %s after %s; look at the broker's log"
                                .formatted(started.state(), START_TIMEOUT),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the start of the stream processing was interrupted", e);
        }
        if (started.state() == State.ERROR) {
            throw failed("the stream processing failed at its start: " + failure, null);
        }
    }

    private static PartFailedException failed(String message, @Nullable Throwable cause) {
        return new PartFailedException(message, cause);
    }

    @Override
    public Health health() {
        KafkaStreams current = streams;
        State state = current == null ? State.CREATED : current.state();
        boolean healthy = state == State.RUNNING && !restoration.isRestoring();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state.name());
        details.putAll(restoration.asDetails());
        details.putAll(counters.asDetails());
        if (current != null) {
            details.putAll(ConsumerLag.of(current));
        }
        return new Health(healthy, summary(state), details);
    }

    private String summary(State state) {
        if (restoration.isRestoring()) {
            return "restoring its state from the changelog topics";
        }
        String why = failure;
        return switch (state) {
            case RUNNING -> "processing snapshots";
            case CREATED -> "not started";
            case REBALANCING -> "sharing out the partitions with the other instances";
            case PENDING_SHUTDOWN, PENDING_ERROR -> "shutting down";
            case NOT_RUNNING -> "closed";
            case ERROR -> "stopped after a failure: " + (why == null ? "see the log" : why);
        };
    }

    /** What this instance did so far. */
    public StreamsCounters counters() {
        return counters;
    }

    /** Takes no more snapshots until {@link #resume}, but stays in its group. */
    public void pause() {
        KafkaStreams current = streams;
        if (current != null) {
            current.pause();
        }
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        KafkaStreams current = streams;
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public void close() {
        KafkaStreams current = streams;
        if (current == null || current.state() == State.NOT_RUNNING) {
            return;
        }
        CloseOptions options =
                CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT);
        if (!current.close(options)) {
            LOG.warn("the stream threads did not end within {}", CLOSE_TIMEOUT);
        }
    }
}
