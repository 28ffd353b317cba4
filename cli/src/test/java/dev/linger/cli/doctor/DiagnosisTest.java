// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;

class DiagnosisTest {
    @Test
    void shouldFindNothingWherePortsAreFree() {
        Diagnosis diagnosis = Diagnosis.of(DiagnosisFixture.seen(10), Thresholds.defaults());

        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.host()).isEqualTo("web-1");
        assertThat(diagnosis.observedAt()).isEqualTo(DiagnosisFixture.AT.plusSeconds(2));
        assertThat(diagnosis.sockets()).isEqualTo(15);
        assertThat(diagnosis.ownerless()).isEqualTo(10);
        assertThat(diagnosis.listeners()).isEqualTo(1);
        assertThat(diagnosis.services()).hasSize(1);
    }

    @Test
    void shouldPutTheWorstFindingFirst() {
        Diagnosis diagnosis = Diagnosis.of(DiagnosisFixture.seen(996), Thresholds.defaults());

        List<Severity> severities = diagnosis.findings().stream().map(Signal::severity).toList();
        assertThat(severities).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(diagnosis.findings().getFirst().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(diagnosis.findings())
                .extracting(Signal::rule)
                .contains(RuleName.EPHEMERAL_PORTS_PRESSURE, RuleName.EPHEMERAL_PORTS_EXHAUSTED);
    }
}
