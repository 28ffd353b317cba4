// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.finding;

import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.streams.StreamsConfig;
import dev.linger.streams.StreamsCounters;
import dev.linger.streams.StreamsCounters.Counter;
import dev.linger.streams.merge.Merged;

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
import java.util.function.BiFunction;

/**
 * Lets the rules judge each minute, and keeps the life of what they find in a store. A service that
 * sent nothing in a minute in which others did had a quiet minute.
 */
public final class JudgeMinutes extends ContextualProcessor<String, Merged, String, FindingChange> {
    /** In place of a service: the minute through which all services were judged. */
    private static final String ALL_SERVICES = "";

    /** Before the name of a host, in place of a service; no name holds a control character. */
    private static final String HOST = "\u0001";

    /** The same, for what shows in comparison with other hosts. */
    private static final String HOST_BY_FLEET = "\u0002";

    private final StreamsConfig config;
    private final String storeName;
    private final StreamsCounters counters;
    private final BiFunction<ServiceMinute, Thresholds, List<Signal>> rules;
    private KeyValueStore<String, ServiceFindings> store;
    private @Nullable Instant allJudgedThrough;

    /**
     * Works on the store of this name.
     *
     * @param rules what is anomalous in a minute
     */
    @SuppressWarnings("NullAway.Init") // set by init
    public JudgeMinutes(
            StreamsConfig config,
            String storeName,
            StreamsCounters counters,
            BiFunction<ServiceMinute, Thresholds, List<Signal>> rules) {
        this.config = config;
        this.storeName = storeName;
        this.counters = counters;
        this.rules = rules;
    }

    @Override
    public void init(ProcessorContext<String, FindingChange> context) {
        super.init(context);
        store = context.getStateStore(storeName);
        ServiceFindings all = store.get(ALL_SERVICES);
        allJudgedThrough = all == null ? null : all.judgedThrough();
    }

    @Override
    public void process(Record<String, Merged> kafkaRecord) {
        switch (kafkaRecord.value()) {
            case Merged.Ready ready -> {
                if (ready.minute().complete() || config.openAfterMinutes() == 0) {
                    judge(ready.minute());
                }
            }
            case Merged.Over over -> judgeAbsent(over.minute());
            case Merged.HostJudged host -> judge(host);
            case Merged.Refused _ -> {}
        }
    }

    private void judge(ServiceMinute minute) {
        if (allJudgedThrough != null && !minute.minute().isAfter(allJudgedThrough)) {
            return;
        }
        List<Signal> signals = rules.apply(minute, config.thresholds());
        ServiceFindings before = store.get(minute.service());
        if (signals.isEmpty() && (before == null || !minute.complete())) {
            return;
        }
        FindingLife life = life(before);
        if (minute.complete()) {
            life.complete(minute.minute(), signals);
        } else {
            life.running(minute.minute(), signals);
        }
        Instant judged =
                minute.complete() || before == null ? minute.minute() : before.judgedThrough();
        save(minute.service(), judged, life);
    }

    private void judge(Merged.HostJudged verdict) {
        String key = (verdict.byFleet() ? HOST_BY_FLEET : HOST) + verdict.host();
        ServiceFindings before = store.get(key);
        if (before != null && !verdict.minute().isAfter(before.judgedThrough())) {
            return;
        }
        FindingLife life = life(before);
        life.complete(verdict.minute(), verdict.signals());
        save(key, verdict.minute(), life);
    }

    private void judgeAbsent(Instant minute) {
        List<String> silent = new ArrayList<>();
        try (KeyValueIterator<String, ServiceFindings> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, ServiceFindings> entry = all.next();
                if (entry.value.judgedThrough().isBefore(minute)
                        && !entry.key.equals(ALL_SERVICES)
                        && !entry.key.startsWith(HOST)) {
                    silent.add(entry.key);
                }
            }
        }
        for (String service : silent) {
            FindingLife life = life(store.get(service));
            life.complete(minute, List.of());
            save(service, minute, life);
        }
        store.put(ALL_SERVICES, new ServiceFindings(minute, List.of()));
        allJudgedThrough = minute;
    }

    private FindingLife life(@Nullable ServiceFindings before) {
        return new FindingLife(
                config.openAfterMinutes(),
                config.resolveAfterMinutes(),
                before == null ? List.of() : before.findings());
    }

    private void save(String service, Instant judgedThrough, FindingLife life) {
        if (life.tracked().isEmpty()) {
            store.delete(service);
        } else {
            store.put(service, new ServiceFindings(judgedThrough, life.tracked()));
        }
        for (FindingChange change : life.changes()) {
            FindingStatus status = change.finding().status();
            if (status == FindingStatus.OPEN) {
                counters.count(Counter.FINDINGS_OPENED);
            } else if (status == FindingStatus.RESOLVED) {
                counters.count(Counter.FINDINGS_RESOLVED);
            }
            context()
                    .forward(
                            new Record<>(
                                    change.finding().id(), change, judgedThrough.toEpochMilli()));
        }
    }
}
