// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.finding;

import dev.linger.advice.Signal;
import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hysteresis of one service's findings: which signals open one, when it is told again, and when
 * it is gone.
 *
 * <pre>
 *                 seen in openAfter complete minutes in a row
 *   (pending) ------------------------------------------------> OPEN --> ONGOING, told again when
 *       | one quiet minute                                                | severity or hosts change,
 *       v                                                                 | and every REFRESH
 *   forgotten                    resolveAfter quiet minutes in a row      v
 *                                                                      RESOLVED
 * </pre>
 *
 * <p>Complete minutes alone decide, so that a replay comes to the same findings. With {@code
 * openAfter} 0, a running minute may open a finding early or raise its severity, never end it: the
 * complete minutes that follow confirm it or let it resolve.
 */
final class FindingLife {
    /** Fresh evidence of a finding that goes on unchanged is told this often. */
    static final Duration REFRESH = Duration.ofMinutes(5);

    private final int openAfter;
    private final int resolveAfter;
    private final Map<String, TrackedFinding> tracked = new TreeMap<>();
    private final List<FindingChange> changes = new ArrayList<>();

    FindingLife(int openAfter, int resolveAfter, Collection<TrackedFinding> findings) {
        this.openAfter = openAfter;
        this.resolveAfter = resolveAfter;
        findings.forEach(finding -> tracked.put(finding.latest().id(), finding));
    }

    List<TrackedFinding> tracked() {
        return List.copyOf(tracked.values());
    }

    /** What is to be told, in the order in which it came about. */
    List<FindingChange> changes() {
        return changes;
    }

    /** Judges a minute that is still running. */
    void running(Instant minute, List<Signal> signals) {
        if (openAfter > 0) {
            return;
        }
        for (Signal signal : signals) {
            TrackedFinding known = tracked.get(signal.findingId());
            Finding now = finding(signal, known, minute);
            if (known == null || known.published() == null) {
                put(now, now, 0, 0);
                tell(now, signal);
            } else if (now.severity().compareTo(known.published().severity()) > 0) {
                put(now, now, known.seen(), known.quiet());
                tell(now, signal);
            }
        }
    }

    /** Judges a complete minute. */
    void complete(Instant minute, List<Signal> signals) {
        HashSet<String> seen = new HashSet<>();
        for (Signal signal : signals) {
            seen.add(signal.findingId());
            judge(signal, minute);
        }
        for (TrackedFinding known : List.copyOf(tracked.values())) {
            if (!seen.contains(known.latest().id())) {
                judgeAbsent(known, minute);
            }
        }
    }

    private void judge(Signal signal, Instant minute) {
        TrackedFinding known = tracked.get(signal.findingId());
        Finding now = finding(signal, known, minute);
        Finding published = known == null ? null : known.published();
        int seen = known == null ? 1 : known.seen() + 1;
        boolean tell = published == null ? seen >= openAfter : isNews(published, now);
        put(now, tell ? now : published, seen, 0);
        if (tell) {
            tell(now, signal);
        }
    }

    private void judgeAbsent(TrackedFinding known, Instant minute) {
        Finding latest = known.latest();
        if (!known.isOpen()) {
            tracked.remove(latest.id());
        } else if (known.quiet() + 1 < resolveAfter) {
            put(latest, known.published(), 0, known.quiet() + 1);
        } else {
            tracked.remove(latest.id());
            changes.add(new FindingChange(resolved(latest, minute), null));
        }
    }

    private static boolean isNews(Finding published, Finding now) {
        return published.severity() != now.severity()
                || !new HashSet<>(published.hosts()).equals(new HashSet<>(now.hosts()))
                || !now.observedAt().isBefore(published.observedAt().plus(REFRESH));
    }

    private void put(Finding latest, @Nullable Finding published, int seen, int quiet) {
        tracked.put(latest.id(), new TrackedFinding(latest, published, seen, quiet));
    }

    private void tell(Finding finding, Signal signal) {
        changes.add(
                new FindingChange(
                        finding,
                        signal.proposals().isEmpty()
                                ? null
                                : new Advice(
                                        Advice.SCHEMA_VERSION,
                                        finding.id(),
                                        finding.rule(),
                                        finding.service(),
                                        finding.observedAt(),
                                        signal.proposals())));
    }

    private static Finding finding(Signal signal, @Nullable TrackedFinding known, Instant minute) {
        return new Finding(
                Finding.SCHEMA_VERSION,
                signal.findingId(),
                signal.rule(),
                signal.severity(),
                known != null && known.isOpen() ? FindingStatus.ONGOING : FindingStatus.OPEN,
                signal.service(),
                signal.side(),
                signal.endpoint(),
                signal.hosts(),
                known == null ? minute : known.latest().openedAt(),
                minute,
                null,
                signal.evidence());
    }

    private static Finding resolved(Finding latest, Instant minute) {
        return new Finding(
                Finding.SCHEMA_VERSION,
                latest.id(),
                latest.rule(),
                latest.severity(),
                FindingStatus.RESOLVED,
                latest.service(),
                latest.side(),
                latest.endpoint(),
                latest.hosts(),
                latest.openedAt(),
                latest.observedAt(),
                minute,
                latest.evidence());
    }
}
