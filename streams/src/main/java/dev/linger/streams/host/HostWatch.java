// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.host;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.minute.HostKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.model.snapshot.SocketSnapshot;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches the hosts of a partition themselves: is one silent, are snapshots missing, is its clock
 * off, what do the rules say of its kernel? Each closed minute gives a verdict on every host that
 * shows or lately showed something, and saves what is known; in between it is on the heap, and the
 * snapshots that it comes from are in the topic.
 */
final class HostWatch {
    /** A host that was silent for so long is taken out of service, and forgotten. */
    static final Duration RETIRED = Duration.ofHours(24);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Sequence(String bootId, long last, long missing) {}

    private final KeyValueStore<String, HostPresence> store;
    private final int quietMinutes;
    private final Thresholds thresholds;
    private final Consumer<String> retired;
    private final Map<String, Sequence> reported = new HashMap<>();

    /**
     * All of the store, with what was heard since the latest verdicts; {@link #unsaved} are not.
     */
    private final Map<String, HostPresence> known = new TreeMap<>();

    private final Set<String> unsaved = new HashSet<>();

    /**
     * Watches by the store.
     *
     * @param quietMinutes verdicts without a signal that it takes to resolve a finding
     * @param thresholds where ordinary becomes anomalous
     * @param retired told of each host that is forgotten, so that others forget it too
     */
    HostWatch(
            KeyValueStore<String, HostPresence> store,
            int quietMinutes,
            Thresholds thresholds,
            Consumer<String> retired) {
        this.store = store;
        this.quietMinutes = quietMinutes;
        this.thresholds = thresholds;
        this.retired = retired;
        try (KeyValueIterator<String, HostPresence> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, HostPresence> entry = all.next();
                known.put(entry.key, entry.value);
            }
        }
    }

    /** Notes a snapshot, and says when it was taken. */
    Instant heard(SocketSnapshot snapshot, Instant recordTimestamp, long offset) {
        HostPresence presence =
                HostPresence.heard(known.get(snapshot.host()), snapshot, recordTimestamp, offset);
        Instant time = EventTime.of(snapshot.observedAt(), recordTimestamp, presence);
        known.put(snapshot.host(), presence.at(time));
        unsaved.add(snapshot.host());
        return time;
    }

    /** Notes a snapshot that is read again after a restart, unless the store knew of it. */
    void heardAgain(SocketSnapshot snapshot, Instant recordTimestamp, long offset) {
        HostPresence saved = known.get(snapshot.host());
        if (saved == null || offset > saved.latestOffset()) {
            heard(snapshot, recordTimestamp, offset);
        }
    }

    /** Notes what a host sent of the minute that is about to be judged. */
    void reported(HostMinute minute) {
        HostPresence presence = known.get(minute.host());
        if (presence == null) {
            return;
        }
        Sequence sequence = null;
        long missing = 0;
        for (String boot : minute.boots()) {
            long after =
                    boot.equals(presence.closedBootId())
                            ? presence.closedSequence()
                            : minute.firstSequence(boot) - 1;
            missing += Math.max(0, minute.missing(boot, after));
            if (sequence == null || boot.equals(presence.bootId())) {
                sequence = new Sequence(boot, Math.max(minute.lastSequence(boot), after), 0);
            }
        }
        if (sequence != null) {
            reported.put(minute.host(), new Sequence(sequence.bootId, sequence.last, missing));
        }
    }

    /**
     * The verdicts of a closed minute, by host in order.
     *
     * @param kernels of a host; null where it sent no kernel snapshot yet
     */
    Map<String, List<Signal>> judge(
            Instant minute, Function<String, @Nullable HostKernel> kernels) {
        Map<String, List<Signal>> verdicts = judgeAt(minute.plus(MINUTE), kernels);
        reported.clear();
        return verdicts;
    }

    /** The verdicts on the hosts of a partition where nothing comes in any more. */
    Map<String, List<Signal>> judgeSilence(Instant now) {
        return judgeAt(now, host -> null);
    }

    private Map<String, List<Signal>> judgeAt(
            Instant now, Function<String, @Nullable HostKernel> kernels) {
        Map<String, List<Signal>> verdicts = new TreeMap<>();
        new TreeMap<>(known)
                .forEach((host, presence) -> {
                    List<Signal> signals = new ArrayList<>();
                    HostPresence judged = presence;
                    Sequence sequence = reported.get(host);
                    if (sequence != null) {
                        judged = presence.closed(sequence.bootId, sequence.last);
                        if (sequence.missing > 0) {
                            signals.add(HostSignals.gap(host, sequence.bootId, sequence.missing));
                        }
                        HostKernel kernel = kernels.apply(host);
                        if (kernel != null) {
                            signals.addAll(ownSignals(kernel));
                        }
                        if (!EventTime.agrees(presence.skew())) {
                            signals.add(HostSignals.skewed(host, presence.skew()));
                        }
                    }
                    if (presence.isSilentAt(now)) {
                        signals.add(
                                HostSignals.silent(
                                        host,
                                        presence.latest(),
                                        Duration.between(presence.latest(), now),
                                        presence.intervalMillis()));
                    }
                    if (!signals.isEmpty() || presence.minutesToTell() > 0) {
                        verdicts.put(host, signals);
                    }
                    remember(host, presence, judged, signals, now);
                });
        save();
        return verdicts;
    }

    /** What its kernel shows; how it is set is judged against all hosts, by the join. */
    private List<Signal> ownSignals(HostKernel kernel) {
        return Rules.evaluate(kernel, thresholds).stream()
                .filter(signal -> signal.rule() != RuleName.SYSCTL_DRIFT)
                .toList();
    }

    private void save() {
        for (String host : unsaved) {
            HostPresence presence = known.get(host);
            if (presence == null) {
                store.delete(host);
            } else {
                store.put(host, presence);
            }
        }
        unsaved.clear();
    }

    private void remember(
            String host,
            HostPresence before,
            HostPresence judged,
            List<Signal> signals,
            Instant now) {
        if (Duration.between(before.latest(), now).compareTo(RETIRED) > 0) {
            known.remove(host);
            unsaved.add(host);
            retired.accept(host);
            return;
        }
        int tell = signals.isEmpty() ? Math.max(0, before.minutesToTell() - 1) : quietMinutes;
        HostPresence after = judged.telling(tell);
        if (!after.equals(before)) {
            known.put(host, after);
            unsaved.add(host);
        }
    }
}
