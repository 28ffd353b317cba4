// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;

import java.util.Map;
import java.util.Set;

/**
 * What a scenario is and what must come out.
 *
 * @param name short name, as in {@code S1}
 * @param title what is done, in one line
 * @param expected what is to be seen, in one line
 * @param seconds how long it takes, about
 * @param mustRaise rules that must speak, each at exactly this severity
 * @param mustNotRaise rules that must be silent, apart from everything above {@code INFO} that is
 *     not in {@code mustRaise}
 */
public record ScenarioDoc(
        String name,
        String title,
        String expected,
        int seconds,
        Map<RuleName, Severity> mustRaise,
        Set<RuleName> mustNotRaise) {
    /** Copies the collections. */
    public ScenarioDoc {
        mustRaise = Map.copyOf(mustRaise);
        mustNotRaise = Set.copyOf(mustNotRaise);
    }
}
