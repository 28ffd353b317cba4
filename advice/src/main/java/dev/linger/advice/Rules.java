// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import dev.linger.advice.rule.AcceptQueueFull;
import dev.linger.advice.rule.CloseWaitLeak;
import dev.linger.advice.rule.EphemeralPortsPressure;
import dev.linger.advice.rule.KeepAliveMissing;
import dev.linger.advice.rule.ServerClosesFirst;
import dev.linger.model.minute.ServiceMinute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every rule, and their verdict on a minute. */
public final class Rules {
    private static final List<Rule> ALL =
            List.of(
                    new EphemeralPortsPressure(),
                    new ServerClosesFirst(),
                    new KeepAliveMissing(),
                    new CloseWaitLeak(),
                    new AcceptQueueFull());

    private static final Comparator<Signal> WORST_FIRST =
            Comparator.comparing(Signal::severity).reversed();

    private Rules() {}

    /** Every rule, in the order of the names. */
    public static List<Rule> all() {
        return ALL;
    }

    /**
     * What is anomalous in a minute, the worst first.
     *
     * @param minute complete or still running
     * @param thresholds where ordinary becomes anomalous
     */
    public static List<Signal> evaluate(ServiceMinute minute, Thresholds thresholds) {
        List<Signal> signals = List.of();
        for (int i = 0; i < ALL.size(); i++) {
            List<Signal> found = ALL.get(i).evaluate(minute, thresholds);
            if (!found.isEmpty()) {
                signals = signals.isEmpty() ? new ArrayList<>() : signals;
                signals.addAll(found);
            }
        }
        if (signals.size() > 1) {
            signals.sort(WORST_FIRST);
        }
        return signals;
    }
}
