// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.fleet;

import dev.linger.advice.Thresholds;
import dev.linger.model.minute.FleetEnds;
import dev.linger.streams.merge.HostSettings;
import dev.linger.streams.merge.MinuteKey;
import dev.linger.streams.merge.SourceProgress;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReport.EndFacts;
import dev.linger.streams.merge.SourceReport.FleetVerdict;
import dev.linger.streams.merge.SourceReport.JoinProgress;
import dev.linger.streams.merge.SourceReport.JoinedEnds;
import dev.linger.streams.merge.SourceReport.Progress;
import dev.linger.streams.merge.SourceReport.SettingFacts;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares hosts of all sources: joins the two ends of connections, and holds each host's settings
 * against those of all others.
 *
 * <p>Facts of a minute {@code [m, m + 60 s)} wait in the store until every source has closed the
 * minute, then they are answered and forgotten. Facts of a minute that was answered already, from a
 * source that slept, are dropped: its services keep the answer that was given.
 */
public final class JoinFleet
        extends ContextualProcessor<String, SourceReport, String, SourceReport> {
    private static final String ENDS = "ends";
    private static final String SETTINGS = "settings";
    private static final int PIECES = 1 << 16;

    private final String factsName;
    private final String progressName;
    private final int sources;
    private final Thresholds thresholds;
    private KeyValueStore<Bytes, byte[]> facts;
    private SourceProgress progress;

    /**
     * Works on the stores of these names.
     *
     * @param sources partitions of the snapshots' topic
     */
    @SuppressWarnings("NullAway.Init") // set by init
    public JoinFleet(String factsName, String progressName, int sources, Thresholds thresholds) {
        this.factsName = factsName;
        this.progressName = progressName;
        this.sources = sources;
        this.thresholds = thresholds;
    }

    @Override
    public void init(ProcessorContext<String, SourceReport> context) {
        super.init(context);
        facts = context.getStateStore(factsName);
        progress = new SourceProgress(context.getStateStore(progressName), sources, 0);
    }

    @Override
    public void process(Record<String, SourceReport> kafkaRecord) {
        switch (kafkaRecord.value()) {
            case EndFacts ends -> keep(ENDS, ends, ends.piece(), ends.ends());
            case SettingFacts settings ->
                    keep(SETTINGS, settings, settings.piece(), settings.settings());
            case Progress source -> {
                progress.update(source);
                answer();
            }
            default ->
                    throw new IllegalStateException(
                            kafkaRecord.value().getClass() + " came to " + context().taskId());
        }
    }

    private void keep(String kind, SourceReport report, int piece, Bytes bytes) {
        Instant answered = progress.published();
        if (answered == null || report.minute().isAfter(answered)) {
            facts.put(
                    MinuteKey.of(report.minute(), kind, report.source() * PIECES + piece),
                    bytes.get());
        }
    }

    private void answer() {
        Instant through = progress.closedThrough();
        Instant before = progress.published();
        if (through == null || (before != null && !through.isAfter(before))) {
            return;
        }
        @Nullable Instant minute = null;
        FleetEnds ends = new FleetEnds();
        HostSettings settings = new HostSettings();
        List<Bytes> answered = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                facts.range(MinuteKey.first(Instant.EPOCH), MinuteKey.last(through))) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> entry = range.next();
                Instant next = MinuteKey.minute(entry.key);
                if (!next.equals(minute)) {
                    tell(minute, ends, settings);
                    minute = next;
                    ends = new FleetEnds();
                    settings = new HostSettings();
                }
                if (MinuteKey.name(entry.key).equals(ENDS)) {
                    ends.addBytes(entry.value);
                } else {
                    settings.addBytes(entry.value);
                }
                answered.add(entry.key);
            }
        }
        tell(minute, ends, settings);
        answered.forEach(facts::delete);
        progress.published(through);
        forward("", new JoinProgress(context().taskId().partition(), through));
    }

    private void tell(@Nullable Instant minute, FleetEnds ends, HostSettings settings) {
        if (minute == null) {
            return;
        }
        int join = context().taskId().partition();
        ends.join()
                .forEach((service, joined) ->
                        forward(
                                service,
                                new JoinedEnds(join, minute, Bytes.wrap(joined.toBytes()))));
        settings.judge(thresholds)
                .forEach((host, signals) -> forward(host, new FleetVerdict(join, minute, signals)));
    }

    private void forward(String key, SourceReport report) {
        context().forward(new Record<>(key, report, report.minute().toEpochMilli()));
    }
}
