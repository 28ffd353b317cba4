// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a scenario.
 *
 * @param scenario its name
 * @param title its title
 * @param verdict whether it passed
 * @param reason why it was skipped or broke off; absent otherwise
 * @param seconds how long it took
 * @param checks expected against observed, the rules included
 * @param mustRaise see {@link ScenarioDoc#mustRaise()}
 * @param mustNotRaise see {@link ScenarioDoc#mustNotRaise()}
 * @param raised rules that spoke
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScenarioResult(
        String scenario,
        String title,
        Verdict verdict,
        @Nullable String reason,
        double seconds,
        List<Check> checks,
        Map<RuleName, Severity> mustRaise,
        Set<RuleName> mustNotRaise,
        List<Raised> raised) {
    /** Copies the lists. */
    public ScenarioResult {
        checks = List.copyOf(checks);
        raised = List.copyOf(raised);
    }

    /** Whether a scenario came out as expected. */
    public enum Verdict {
        /** All checks hold, and the rules spoke as they must. */
        @JsonProperty("passed")
        PASSED,
        /** Something came out otherwise. */
        @JsonProperty("failed")
        FAILED,
        /** This machine cannot run it. */
        @JsonProperty("skipped")
        SKIPPED
    }
}
