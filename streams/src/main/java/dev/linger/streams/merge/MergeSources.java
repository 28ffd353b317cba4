// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.topic.DeadLetter;
import dev.linger.streams.RawRecord;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.FleetVerdict;
import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.JoinProgress;
import dev.linger.streams.merge.SourceReport.JoinedEnds;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Merges the partials of all sources into service-minutes.
 *
 * <p>A minute is complete when every source has closed it and every join has answered it; then its
 * services are published in the order of their names, and after them that the minute is over. Views
 * of running minutes are made of the latest partial of each source, twice in each interval in which
 * the sources send theirs ({@link RunningViews}). A partial that comes for a complete minute,
 * because its source slept, publishes that service's minute again if it is at most {@link #KEPT}
 * old; older ones are dead letters.
 */
public final class MergeSources extends ContextualProcessor<String, SourceReport, String, Merged> {
    /** How long after its completion a minute can be corrected. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /**
     * In place of a service: the minute had hosts, perhaps none with a service of this partition.
     */
    private static final String NO_SERVICE = "";

    /** Looks at what the sources sent, in the interval in which they send it. */
    private static final int LOOKS_IN_A_VIEW = 2;

    /** Before a host's name, in place of a service; no name holds a control character. */
    private static final String BY_FLEET = "\u0001";

    private static final SourceReportSerde SERDE = new SourceReportSerde();

    private final StreamsConfig config;
    private final MergeStores names;
    private final int sources;
    private final StreamsCounters counters;
    private final RunningViews views;
    private final TreeSet<Instant> minutes = new TreeSet<>();
    private KeyValueStore<Bytes, byte[]> closed;
    private KeyValueStore<Bytes, byte[]> running;
    private SourceProgress progress;

    /**
     * Works on the stores of these names.
     *
     * @param sources partitions of the snapshots' topic
     */
    @SuppressWarnings("NullAway.Init") // set by init
    public MergeSources(
            StreamsConfig config, MergeStores names, int sources, StreamsCounters counters) {
        this.config = config;
        this.names = names;
        this.sources = sources;
        this.counters = counters;
        this.views = new RunningViews(config.openAfterMinutes() == 0 ? 0 : LOOKS_IN_A_VIEW);
    }

    @Override
    public void init(ProcessorContext<String, Merged> context) {
        super.init(context);
        closed = context.getStateStore(names.closed());
        running = context.getStateStore(names.running());
        progress = new SourceProgress(context.getStateStore(names.progress()), sources, sources);
        try (KeyValueIterator<Bytes, byte[]> all = closed.all()) {
            all.forEachRemaining(entry -> minutes.add(MinuteKey.minute(entry.key)));
        }
        if (config.liveInterval().isPositive()) {
            context.schedule(
                    config.viewInterval().dividedBy(LOOKS_IN_A_VIEW),
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> publishViews());
        }
    }

    @Override
    public void process(Record<String, SourceReport> kafkaRecord) {
        switch (kafkaRecord.value()) {
            case Partial partial -> take(kafkaRecord.key(), partial);
            case JoinedEnds joined -> keep(kafkaRecord.key(), joined, joined.ends().get());
            case FleetVerdict verdict ->
                    keep(
                            BY_FLEET + kafkaRecord.key(),
                            verdict,
                            SERDE.serializer().serialize("", verdict));
            case HostVerdict verdict ->
                    forward(
                            kafkaRecord.key(),
                            new Merged.HostJudged(
                                    kafkaRecord.key(), verdict.minute(), verdict.signals(), false),
                            verdict.minute());
            case JoinProgress join -> {
                progress.update(join);
                publishComplete();
            }
            case EndFacts _, SettingFacts _ ->
                    throw new IllegalStateException(
                            "facts for a join came to " + context().taskId());
            case Progress report -> {
                if (report.hosts() > 0 && !isPublished(report.closedThrough())) {
                    store(NO_SERVICE, report.source(), report.closedThrough(), new byte[0]);
                }
                progress.update(report);
                publishComplete();
            }
        }
    }

    private void keep(String name, SourceReport answer, byte[] bytes) {
        if (!isPublished(answer.minute())) {
            store(name, ServiceParts.ANSWERS + answer.source(), answer.minute(), bytes);
        }
    }

    private void take(String service, Partial partial) {
        if (!partial.last()) {
            if (!isPublished(partial.minute())) {
                running.put(
                        MinuteKey.of(partial.minute(), service, partial.source()),
                        partial.builder().get());
                views.changed(partial.minute(), service, partial.source());
            }
        } else if (!isPublished(partial.minute())) {
            store(service, partial.source(), partial.minute(), partial.builder().get());
        } else if (isKept(partial.minute())) {
            store(service, partial.source(), partial.minute(), partial.builder().get());
            counters.count(Counter.MINUTES_CORRECTED);
            publish(ServiceParts.of(closed, partial.minute(), service), true);
        } else {
            refuse(service, partial);
        }
    }

    private void store(String service, int source, Instant minute, byte[] bytes) {
        Bytes key = MinuteKey.of(minute, service, source);
        closed.put(key, bytes);
        minutes.add(minute);
    }

    private boolean isPublished(Instant minute) {
        Instant published = progress.published();
        return published != null && !minute.isAfter(published);
    }

    private boolean isKept(Instant minute) {
        Instant published = progress.published();
        return published != null && !minute.isBefore(published.minus(KEPT));
    }

    private void publishViews() {
        for (RunningViews.View view : views.takeDue()) {
            publish(ServiceParts.of(running, view.minute, view.service), false);
        }
    }

    private void publishComplete() {
        Instant through = progress.closedThrough();
        if (through == null || isPublished(through)) {
            return;
        }
        Instant before = progress.published();
        List<Instant> due =
                List.copyOf(
                        before == null
                                ? minutes.headSet(through, true)
                                : minutes.subSet(before, false, through, true));
        for (Instant minute : due) {
            publishComplete(minute);
            forward(NO_SERVICE, new Merged.Over(minute), minute);
            delete(running, minute);
            views.over(minute);
        }
        progress.published(through);
        counters.completedThrough(context().taskId().partition(), through);
        while (!minutes.isEmpty() && !isKept(minutes.first())) {
            delete(closed, minutes.first());
            minutes.pollFirst();
        }
    }

    private void publishComplete(Instant minute) {
        ServiceParts parts = new ServiceParts(NO_SERVICE);
        try (KeyValueIterator<Bytes, byte[]> range =
                closed.range(MinuteKey.first(minute), MinuteKey.last(minute))) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> entry = range.next();
                String name = MinuteKey.name(entry.key);
                if (name.startsWith(BY_FLEET)) {
                    publishVerdict(name.substring(BY_FLEET.length()), entry.value);
                } else if (!name.equals(NO_SERVICE)) {
                    if (!parts.service().equals(name)) {
                        publish(parts, true);
                        parts = new ServiceParts(name);
                    }
                    parts.add(MinuteKey.number(entry.key), entry.value);
                }
            }
        }
        publish(parts, true);
    }

    private void publishVerdict(String host, byte[] bytes) {
        if (SERDE.deserializer().deserialize("", bytes) instanceof FleetVerdict verdict) {
            forward(
                    host,
                    new Merged.HostJudged(host, verdict.minute(), verdict.signals(), true),
                    verdict.minute());
        }
    }

    private void publish(ServiceParts parts, boolean complete) {
        ServiceMinute minute = parts.build(complete, config.maxEndpoints());
        if (minute != null) {
            counters.count(complete ? Counter.MINUTES_COMPLETED : Counter.MINUTES_RUNNING);
            forward(minute.service(), new Merged.Ready(minute), minute.minute());
        }
    }

    private void refuse(String service, Partial partial) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        DeadLetter letter =
                DeadLetter.of(
                        metadata.topic(),
                        metadata.partition(),
                        metadata.offset(),
                        partial.minute().toEpochMilli(),
                        RawRecord.READER,
                        DeadLetter.Reason.TOO_LATE,
                        "partition %d sent its part of %s for %s; minutes up to %s are forgotten"
                                .formatted(
                                        partial.source(),
                                        service,
                                        partial.minute(),
                                        progress.published()),
                        service.getBytes(UTF_8),
                        partial.builder().get());
        counters.countDeadLetter(letter.reason());
        forward(letter.key(), new Merged.Refused(letter), partial.minute());
    }

    private void forward(String key, Merged merged, Instant minute) {
        context().forward(new Record<>(key, merged, minute.toEpochMilli()));
    }

    private static void delete(KeyValueStore<Bytes, byte[]> store, Instant minute) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                store.range(MinuteKey.first(minute), MinuteKey.last(minute))) {
            range.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }
}
