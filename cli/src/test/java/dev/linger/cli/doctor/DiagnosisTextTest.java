// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

class DiagnosisTextTest {
    private static final Diagnosis SICK =
            DiagnosisFixture.with(
                    List.of(
                            DiagnosisFixture.signal(
                                    RuleName.EPHEMERAL_PORTS_PRESSURE, Severity.CRITICAL),
                            DiagnosisFixture.signal(RuleName.TIME_WAIT_REUSED, Severity.INFO)));

    @Test
    void shouldSayOnOneLineThatAHostIsHealthyAndWhatWasLookedAt() {
        String text = DiagnosisText.of(DiagnosisFixture.with(List.of()), Style.PLAIN);

        assertThat(text.lines()).hasSize(1);
        assertThat(text)
                .startsWith(
                        "web-1: nothing to report; looked for 6.1 s at 9 sockets of 1 service (2 ")
                .contains("1 listening port and the kernel's settings and counters, by ");
    }

    @Test
    void shouldCountFindingsBySeverityAndGiveEachItsAdvice() {
        String text = DiagnosisText.of(SICK, Style.PLAIN);

        assertThat(text).startsWith("web-1: 1 critical, 1 info; looked for");
        assertThat(text)
                .contains(
                        "\nCRITICAL  EPHEMERAL_PORTS_PRESSURE  orders (client) 10.0.0.2:9000\n",
                        "    seen    usablePorts 1000, utilisation 0.954\n",
                        "  LONG_CONNECTIONS\n    do      keep connections open",
                        "    expect  timeWaitSockets 0.25\n",
                        "    risk    a pool",
                        "    verify  ss -tan",
                        "    undo    remove the pool\n",
                        "\nINFO  TIME_WAIT_REUSED  orders");
    }

    @Test
    void shouldWriteTheSameAdviceOnce() {
        Diagnosis causeAndSymptom =
                DiagnosisFixture.with(
                        List.of(
                                DiagnosisFixture.signal(
                                        RuleName.EPHEMERAL_PORTS_PRESSURE, Severity.CRITICAL),
                                DiagnosisFixture.signal(
                                        RuleName.EPHEMERAL_PORTS_EXHAUSTED, Severity.CRITICAL)));
        String text = DiagnosisText.of(causeAndSymptom, Style.PLAIN);

        assertThat(text)
                .containsOnlyOnce("    undo    remove the pool\n")
                .endsWith("    do      as EPHEMERAL_PORTS_PRESSURE above says: LONG_CONNECTIONS\n");
    }

    @Test
    void shouldWrapLongAdviceBelowItself() {
        assertThat(DiagnosisText.of(SICK, Style.PLAIN).lines().skip(1))
                .allMatch(line -> line.length() <= 101)
                .anyMatch(line -> line.startsWith("            "));
    }

    @Test
    void shouldUseColourOnlyWhereAsked() {
        assertThat(DiagnosisText.of(SICK, Style.PLAIN)).doesNotContain("\u001b");
        assertThat(DiagnosisText.of(SICK, Style.COLOUR))
                .contains("\u001b[1;37;41mCRITICAL\u001b[0m", "\u001b[36mINFO\u001b[0m");
    }

    @Test
    void shouldSayWhatCouldNotBeRead() {
        Diagnosis healthy = DiagnosisFixture.with(List.of());
        Diagnosis partial =
                new Diagnosis(
                        healthy.host(),
                        healthy.observedAt(),
                        healthy.looked(),
                        healthy.sockets(),
                        0,
                        2,
                        3,
                        List.of("namespace 42 vanished"),
                        List.of(),
                        healthy.services());

        assertThat(DiagnosisText.of(partial, Style.PLAIN))
                .contains(
                        "2 listening ports and the kernel's settings and counters in 3 namespaces")
                .doesNotContain("of none that")
                .endsWith("not read: namespace 42 vanished\n");
    }
}
