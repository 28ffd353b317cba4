// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.advice.Rule;
import dev.linger.advice.Rules;
import dev.linger.model.finding.RuleName;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios that take less than ten seconds and whose rules exist. */
class ScenarioIT {
    private static final int SHORT_SECONDS = 10;

    @ParameterizedTest
    @MethodSource("shortScenarios")
    void shouldComeOutAsExpected(Scenario scenario) {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");

        ScenarioResult result = new ScenarioRunner(InstantSource.system()).run(scenario);

        assertThat(result.verdict()).as("%s", result).isEqualTo(ScenarioResult.Verdict.PASSED);
    }

    static Stream<Named<Scenario>> shortScenarios() {
        Set<RuleName> built = Rules.all().stream().map(Rule::name).collect(Collectors.toSet());
        return Scenarios.all().stream()
                .filter(scenario -> scenario.doc().seconds() < SHORT_SECONDS)
                .filter(scenario -> built.containsAll(scenario.doc().mustRaise().keySet()))
                .map(scenario -> Named.of(scenario.doc().name(), scenario));
    }
}
