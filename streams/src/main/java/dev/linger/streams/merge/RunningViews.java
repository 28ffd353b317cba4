// SPDX-License-Identifier: Apache-2.0
package dev.linger.streams.merge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which services of running minutes are due to be shown, asked at every look. One that changed is
 * due at once; the first view of its minute, however, waits until as many sources had it as in the
 * minute before: the hosts of one partition alone would look as if all others had stopped. It waits
 * for a bounded number of looks, since sources may have lost the service. Mutable, for one thread.
 */
final class RunningViews {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Comparator<View> BY_MINUTE_AND_SERVICE =
            Comparator.comparing((View view) -> view.minute).thenComparing(view -> view.service);

    private final int patienceLooks;
    private final TreeMap<Instant, Map<String, View>> minutes = new TreeMap<>();
    private final Set<View> waiting = new HashSet<>();

    /**
     * Begins without any.
     *
     * @param patienceLooks looks that a first view waits for the sources that are missing
     */
    RunningViews(int patienceLooks) {
        this.patienceLooks = patienceLooks;
    }

    /** One service's minute, and the sources that had it. */
    static final class View {
        final Instant minute;
        final String service;
        private final BitSet sources = new BitSet();
        private boolean shown;
        private int looks;

        private View(Instant minute, String service) {
            this.minute = minute;
            this.service = service;
        }
    }

    /** A source sent its part of a service. */
    void changed(Instant minute, String service, int source) {
        View view =
                minutes.computeIfAbsent(minute, begun -> new HashMap<>())
                        .computeIfAbsent(service, name -> new View(minute, name));
        view.sources.set(source);
        waiting.add(view);
    }

    /** Takes those that are due, in order of minute and service. */
    List<View> takeDue() {
        List<View> due = new ArrayList<>();
        for (View view : waiting) {
            if (view.shown || hasAllSources(view) || view.looks++ >= patienceLooks) {
                due.add(view);
            }
        }
        for (View view : due) {
            view.shown = true;
            waiting.remove(view);
        }
        due.sort(BY_MINUTE_AND_SERVICE);
        return due;
    }

    /** A minute is complete: nothing of it is shown as running any more. */
    void over(Instant minute) {
        waiting.removeIf(view -> !view.minute.isAfter(minute));
        minutes.headMap(minute, false).clear();
    }

    private boolean hasAllSources(View view) {
        View before = minutes.getOrDefault(view.minute.minus(MINUTE), Map.of()).get(view.service);
        return before == null || view.sources.cardinality() >= before.sources.cardinality();
    }
}
