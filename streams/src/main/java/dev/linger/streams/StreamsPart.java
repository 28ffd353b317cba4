// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.json.RecordWriter;
import dev.linger.model.part.Health;
import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.Part;
import dev.linger.model.part.PartAnswer;
import dev.linger.model.part.PartFailedException;
import dev.linger.model.topic.Topics;

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

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The stream processing as a part that starts and tells its health. On close it leaves its group,
 * so that others take its tasks at once; with a {@code streams.instance-id} it stays a member and
 * finds its tasks again.
 */
public final class StreamsPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final String SERVICES = "/services/";
    private static final Duration STANDING = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

    private final StreamsConfig config;
    private final InstantSource clock = InstantSource.system();
    private final Standstill standstill;
    private final StreamsCounters counters = new StreamsCounters();
    private final Restoration restoration = new Restoration();
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable ServiceLookup lookup;
    private volatile @Nullable String failure;

    /** Takes its configuration; nothing happens before {@link #start}. */
    public StreamsPart(StreamsConfig config) {
        this.config = config;
        Duration commits = config.commitInterval().multipliedBy(6);
        this.standstill = new Standstill(commits.compareTo(STANDING) > 0 ? commits : STANDING);
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
        lookup = new ServiceLookup(config, created, sources);
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
                Outlet.LIVE,
                sources,
                new KafkaSnapshotLog(settings),
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
        Instant now = clock.instant();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state.name());
        details.putAll(restoration.asDetails());
        details.putAll(counters.asDetails(now));
        Duration stuck = Duration.ZERO;
        if (current != null) {
            long lag = ClientFigures.lagRecords(current);
            stuck = standstill.observe(now, ClientFigures.processed(current), lag);
            details.put("lagRecords", lag);
            details.put("rebalances", ClientFigures.rebalances(current));
            details.put("stuckSeconds", stuck.toSeconds());
        }
        boolean works = state == State.RUNNING && !restoration.isRestoring();
        return new Health(works && stuck.isZero(), summary(state, stuck), details);
    }

    @Override
    public List<MetricFamily> metrics() {
        return StreamMetric.of(health());
    }

    /** {@code /services/NAME}: the newest running minute of a service, wherever it is. */
    @Override
    public Optional<PartAnswer> answer(String path) {
        ServiceLookup services = lookup;
        if (!path.startsWith(SERVICES) || services == null) {
            return Optional.empty();
        }
        String service = path.substring(SERVICES.length());
        return Optional.of(
                switch (services.find(service, clock.instant())) {
                    case ServiceLookup.Found.Here here ->
                            new PartAnswer(
                                    200,
                                    new String(
                                            Topics.SERVICE_MINUTES.codec().encode(here.minute()),
                                            UTF_8),
                                    null);
                    case ServiceLookup.Found.Elsewhere elsewhere -> {
                        URI there = at(elsewhere.instance(), path);
                        yield new PartAnswer(307, said("look there: " + there), there);
                    }
                    case ServiceLookup.Found.Nowhere _ ->
                            new PartAnswer(
                                    404, said("no running minute has '" + service + "'"), null);
                    case ServiceLookup.Found.NotNow _ ->
                            new PartAnswer(
                                    503, said("the task moves or is restored; ask again"), null);
                });
    }

    private static String said(String text) {
        return new String(RecordWriter.write(Map.of("error", text)), UTF_8);
    }

    private static URI at(String instance, String path) {
        try {
            return new URI("http", instance, path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("streams.application-server is " + instance, e);
        }
    }

    private String summary(State state, Duration stuck) {
        if (restoration.isRestoring()) {
            return "restoring its state from the changelog topics";
        }
        String why = failure;
        return switch (state) {
            case RUNNING ->
                    stuck.isZero()
                            ? "processing snapshots"
                            : "stuck: records wait and none was processed for "
                                    + stuck.toSeconds()
                                    + " s; look at the log, take a thread dump, restart it";
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
                CloseOptions.groupMembershipOperation(
                                config.instanceId().isEmpty()
                                        ? GroupMembershipOperation.LEAVE_GROUP
                                        : GroupMembershipOperation.REMAIN_IN_GROUP)
                        .withTimeout(CLOSE_TIMEOUT);
        if (!current.close(options)) {
            LOG.warn("the stream threads did not end within {}", CLOSE_TIMEOUT);
        }
    }
}
