// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.advice.Rules;
import dev.linger.lab.scenario.ScenarioResult.Verdict;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Runs scenarios, each on a testbed of its own, and judges them. */
public final class ScenarioRunner {
    private final InstantSource clock;

    /** With the clock that snapshots are stamped by. */
    public ScenarioRunner(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Runs one scenario and cleans up, whatever happens in it.
     *
     * @throws TestbedException if this host allows no testbed at all, or cannot be cleaned up
     */
    public ScenarioResult run(Scenario scenario) {
        long begin = System.nanoTime();
        try (Testbed testbed = Testbed.open()) {
            Trial trial = new Trial(testbed, clock);
            String brokeOff = null;
            try {
                scenario.run(trial);
            } catch (CannotRunException lacking) {
                return result(scenario, begin, trial, Verdict.SKIPPED, lacking.getMessage());
            } catch (TestbedException failure) {
                brokeOff = failure.getMessage();
            } finally {
                trial.close();
            }
            judgeRules(scenario.doc(), trial);
            if (brokeOff == null) {
                brokeOff = missingRules(scenario.doc());
            }
            boolean passed = brokeOff == null && trial.checks().stream().allMatch(Check::passed);
            Verdict verdict = passed ? Verdict.PASSED : Verdict.FAILED;
            return result(scenario, begin, trial, verdict, brokeOff);
        }
    }

    private static @Nullable String missingRules(ScenarioDoc doc) {
        Set<RuleName> missing = EnumSet.noneOf(RuleName.class);
        missing.addAll(doc.mustRaise().keySet());
        Rules.all().forEach(rule -> missing.remove(rule.name()));
        return missing.isEmpty() ? null : "no such rule yet: " + missing;
    }

    private static void judgeRules(ScenarioDoc doc, Trial trial) {
        List<Raised> raised = raised(trial);
        doc.mustRaise()
                .forEach((rule, severity) ->
                        trial.equal(rule + " speaks", severity.label(), worst(raised, rule)));
        doc.mustNotRaise()
                .forEach(rule -> trial.equal(rule + " speaks", "silent", worst(raised, rule)));
        List<String> unexpected =
                raised.stream()
                        .filter(one -> one.severity() != Severity.INFO)
                        .filter(one -> !doc.mustRaise().containsKey(one.rule()))
                        .filter(one -> !doc.mustNotRaise().contains(one.rule()))
                        .map(Raised::toString)
                        .toList();
        trial.equal(
                "other rules above info", "none", unexpected.isEmpty() ? "none" : unexpected + "");
    }

    private static String worst(List<Raised> raised, RuleName rule) {
        return raised.stream()
                .filter(one -> one.rule() == rule)
                .map(Raised::severity)
                .max(Severity::compareTo)
                .map(Severity::label)
                .orElse("silent");
    }

    private static List<Raised> raised(Trial trial) {
        return trial.signals().stream().map(Raised::of).distinct().toList();
    }

    private static ScenarioResult result(
            Scenario scenario, long begin, Trial trial, Verdict verdict, @Nullable String reason) {
        ScenarioDoc doc = scenario.doc();
        return new ScenarioResult(
                doc.name(),
                doc.title(),
                verdict,
                reason,
                Math.round((System.nanoTime() - begin) / 1e8) / 10.0,
                new ArrayList<>(trial.checks()),
                doc.mustRaise(),
                doc.mustNotRaise(),
                raised(trial));
    }
}
