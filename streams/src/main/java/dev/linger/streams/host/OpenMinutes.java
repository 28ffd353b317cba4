// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.advice.Signal;
import dev.linger.model.minute.FleetMinute;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.minute.ServiceMinuteBuilder;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.merge.SourceReport;
import dev.linger.streams.merge.SourceReport.HostVerdict;
import dev.linger.streams.merge.SourceReport.Partial;
import dev.linger.streams.merge.SourceReport.Progress;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The minutes of one partition that still take snapshots. They are on the heap; the snapshots that
 * they are made of are in the topic, from {@link #firstOffset} on.
 */
final class OpenMinutes {
    private record Open(FleetMinute fleet, long firstOffset) {}

    private final ProcessorContext<String, HostOutput> context;
    private final KeyValueStore<String, HostKernel> kernels;
    private final SourcePosition position;
    private final HostWatch watch;
    private final HostLabels labels;
    private final int source;
    private final int sources;
    private final StreamsConfig config;
    private final TreeMap<Instant, Open> minutes = new TreeMap<>();

    /** Begins without any. */
    OpenMinutes(
            ProcessorContext<String, HostOutput> context,
            KeyValueStore<String, HostKernel> kernels,
            SourcePosition position,
            HostWatch watch,
            HostLabels labels,
            int sources,
            StreamsConfig config) {
        this.context = context;
        this.kernels = kernels;
        this.position = position;
        this.watch = watch;
        this.source = context.taskId().partition();
        this.labels = labels;
        this.sources = sources;
        this.config = config;
    }

    /** Whether a minute takes no more snapshots. */
    boolean isClosed(Instant minute) {
        Instant closedThrough = position.closedThrough();
        return closedThrough != null && !minute.isAfter(closedThrough);
    }

    /** Adds a snapshot; false if it was here before. */
    boolean add(SocketSnapshot snapshot, Instant minute, long offset) {
        return minutes.computeIfAbsent(minute, begun -> new Open(new FleetMinute(begun), offset))
                .fleet
                .add(snapshot);
    }

    /** Offset of the first snapshot in an open minute, or {@code otherwise} if none is open. */
    long firstOffset(long otherwise) {
        long first = otherwise;
        for (Open open : minutes.values()) {
            first = Math.min(first, open.firstOffset);
        }
        return first;
    }

    /** The youngest open minute; absent where none is open. */
    @Nullable Instant latest() {
        return minutes.isEmpty() ? null : minutes.lastKey();
    }

    /**
     * Forwards, as not final, the services that look different, without the kernel of the worst
     * host, which is as large as all the rest. Where findings are to open on the first sight,
     * whatever changed is forwarded, with its kernel.
     */
    void forwardRunning() {
        boolean judged = config.openAfterMinutes() == 0;
        Function<String, @Nullable HostKernel> known = judged ? kernels() : host -> null;
        FleetMinute before = null;
        for (Open open : minutes.values()) {
            FleetMinute fleet = open.fleet;
            for (String service : judged ? fleet.takeChanged() : fleet.takeMoved(before)) {
                forward(fleet.minute(), fleet.service(service, known), false);
            }
            before = fleet;
        }
    }

    /**
     * Forwards the final partials of every minute up to this one and the verdicts on its hosts, and
     * forgets those minutes; false if there was none.
     */
    boolean closeThrough(Instant through) {
        boolean any = false;
        while (!minutes.isEmpty() && !minutes.firstKey().isAfter(through)) {
            FleetMinute fleet = minutes.firstEntry().getValue().fleet;
            Function<String, @Nullable HostKernel> known = kernels();
            fleet.services(known)
                    .values()
                    .forEach(builder -> forward(fleet.minute(), builder, true));
            MinuteFacts facts = new MinuteFacts(source, fleet.minute(), config.thresholds());
            for (HostMinute host : fleet.hosts()) {
                watch.reported(host);
                facts.add(host, known.apply(host.host()), network(host.host()));
            }
            facts.tell(sources, fact -> forward("", fact));
            forwardVerdicts(fleet.minute(), watch.judge(fleet.minute(), known));
            forward("", new Progress(source, fleet.minute(), fleet.hosts().size(), false));
            minutes.pollFirstEntry();
            any = true;
        }
        Instant before = position.closedThrough();
        if (before == null || through.isAfter(before)) {
            position.closedThrough(through);
            forward("", new Progress(source, through, 0, false));
        }
        return any;
    }

    /** The kernels as they are now; each is read once, however many services ask for it. */
    private Function<String, @Nullable HostKernel> kernels() {
        Map<String, @Nullable HostKernel> read = new HashMap<>();
        return host -> {
            if (!read.containsKey(host)) {
                read.put(host, kernels.get(host));
            }
            return read.get(host);
        };
    }

    private String network(String host) {
        return labels.of(host).getOrDefault(config.networkLabel(), "");
    }

    private void forward(Instant minute, ServiceMinuteBuilder builder, boolean last) {
        Bytes bytes = Bytes.wrap(builder.bound(4 * config.maxEndpoints()).toBytes());
        forward(builder.service(), new Partial(source, minute, last, bytes));
    }

    void forwardVerdicts(Instant minute, Map<String, List<Signal>> verdicts) {
        verdicts.forEach(
                (host, signals) -> forward(host, new HostVerdict(source, minute, signals)));
    }

    void forward(String key, SourceReport report) {
        context.forward(
                new Record<>(key, new HostOutput.Report(report), report.minute().toEpochMilli()));
    }
}
