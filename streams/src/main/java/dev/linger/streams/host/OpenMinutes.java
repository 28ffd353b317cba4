// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.advice.Signal;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinuteBuilder;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.merge.MinuteKey;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The minutes of one partition that still take snapshots. All of it is in the stores; what is on
 * the heap is an index of them, built anew after a restart.
 */
final class OpenMinutes {
    private static final String CLOSED_THROUGH = "closed-through";

    private final ProcessorContext<String, HostOutput> context;
    private final KeyValueStore<Bytes, byte[]> minutes;
    private final KeyValueStore<String, HostKernel> kernels;
    private final KeyValueStore<String, Long> closed;
    private final int source;
    private final HostWatch watch;
    private final HostLabels labels;
    private final int sources;
    private final StreamsConfig config;

    /** Services of each open minute that changed since they were last forwarded. */
    private final TreeMap<Instant, Set<String>> changed = new TreeMap<>();

    OpenMinutes(
            HostStores names,
            ProcessorContext<String, HostOutput> context,
            HostWatch watch,
            HostLabels labels,
            int sources,
            StreamsConfig config) {
        this.context = context;
        this.watch = watch;
        this.labels = labels;
        this.sources = sources;
        this.config = config;
        this.minutes = context.getStateStore(names.minutes());
        this.kernels = context.getStateStore(names.kernels());
        this.closed = context.getStateStore(names.closed());
        this.source = context.taskId().partition();
        try (KeyValueIterator<Bytes, byte[]> all = minutes.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                changed.computeIfAbsent(MinuteKey.minute(entry.key), minute -> new HashSet<>())
                        .addAll(HostMinute.fromBytes(entry.value).services());
            }
        }
    }

    /** Adds a snapshot; false if it was here before. */
    boolean add(SocketSnapshot snapshot, Instant minute) {
        Bytes key = MinuteKey.of(minute, snapshot.host(), 0);
        byte[] stored = minutes.get(key);
        HostMinute host =
                stored == null
                        ? new HostMinute(snapshot.host(), minute)
                        : HostMinute.fromBytes(stored);
        if (!host.add(snapshot)) {
            return false;
        }
        minutes.put(key, host.toBytes());
        changed.computeIfAbsent(minute, m -> new HashSet<>()).addAll(host.services());
        return true;
    }

    /** Every minute up to this one is closed; absent before the first snapshot. */
    @Nullable Instant closedThrough() {
        Long seconds = closed.get(CLOSED_THROUGH);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /** The youngest open minute; absent where none is open. */
    @Nullable Instant latest() {
        return changed.isEmpty() ? null : changed.lastKey();
    }

    /** Forwards, as not final, what changed. */
    void forwardRunning() {
        changed.forEach((minute, services) -> {
            if (!services.isEmpty()) {
                forwardPartials(minute, services, null);
                services.clear();
            }
        });
    }

    /** Forwards the final partials of every minute up to this one, and forgets those minutes. */
    void closeThrough(Instant through) {
        while (!changed.isEmpty() && !changed.firstKey().isAfter(through)) {
            Instant minute = changed.firstKey();
            MinuteFacts facts = new MinuteFacts(source, minute, config.thresholds());
            int hosts = forwardPartials(minute, null, facts);
            facts.tell(sources, fact -> forward("", fact));
            forwardVerdicts(minute, watch.judge(minute));
            forward("", new Progress(source, minute, hosts, false));
            forget(minute);
        }
        Instant before = closedThrough();
        if (before == null || through.isAfter(before)) {
            closed.put(CLOSED_THROUGH, through.getEpochSecond());
            forward("", new Progress(source, through, 0, false));
        }
    }

    /** Forwards partials; final ones, of all services, where {@code facts} are wanted too. */
    private int forwardPartials(
            Instant minute, @Nullable Set<String> only, @Nullable MinuteFacts facts) {
        Map<String, ServiceMinuteBuilder> builders = new TreeMap<>();
        int hosts = 0;
        try (KeyValueIterator<Bytes, byte[]> range =
                minutes.range(MinuteKey.first(minute), MinuteKey.last(minute))) {
            while (range.hasNext()) {
                HostMinute host = HostMinute.fromBytes(range.next().value);
                hosts++;
                HostKernel kernel = kernels.get(host.host());
                if (facts != null) {
                    watch.reported(host);
                    facts.add(host, kernel, network(host.host()));
                }
                for (String service : host.services()) {
                    if (only == null || only.contains(service)) {
                        builders.computeIfAbsent(
                                        service, name -> new ServiceMinuteBuilder(name, minute))
                                .add(host, kernel);
                    }
                }
            }
        }
        builders.forEach((service, builder) ->
                forward(
                        service,
                        new Partial(
                                source,
                                minute,
                                facts != null,
                                Bytes.wrap(builder.bound(4 * config.maxEndpoints()).toBytes()))));
        return hosts;
    }

    private String network(String host) {
        return labels.of(host).getOrDefault(config.networkLabel(), "");
    }

    void forwardVerdicts(Instant minute, Map<String, List<Signal>> verdicts) {
        verdicts.forEach(
                (host, signals) -> forward(host, new HostVerdict(source, minute, signals)));
    }

    void forward(String key, SourceReport report) {
        context.forward(
                new Record<>(key, new HostOutput.Report(report), report.minute().toEpochMilli()));
    }

    private void forget(Instant minute) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                minutes.range(MinuteKey.first(minute), MinuteKey.last(minute))) {
            range.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(minutes::delete);
        changed.remove(minute);
    }
}
