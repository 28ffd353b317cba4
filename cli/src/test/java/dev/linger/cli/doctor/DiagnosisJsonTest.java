// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Scripts rely on this form. */
class DiagnosisJsonTest {
    private static final Diagnosis SICK =
            DiagnosisFixture.with(
                    List.of(
                            DiagnosisFixture.signal(
                                    RuleName.EPHEMERAL_PORTS_PRESSURE, Severity.CRITICAL)));

    @Test
    void shouldWriteFindingsWithTheirAdvice() throws Exception {
        JsonNode document = Json.mapper().readTree(DiagnosisJson.of(SICK));

        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("host", "observedAt", "findings", "services");
        assertThat(document.at("/host").asText()).isEqualTo("web-1");
        assertThat(document.at("/observedAt").asText()).isEqualTo("2026-01-05T10:00:30Z");
        JsonNode finding = document.at("/findings/0");
        assertThat(finding.fieldNames())
                .toIterable()
                .containsExactly(
                        "rule", "severity", "service", "side", "endpoint", "evidence", "advice");
        assertThat(finding.at("/severity").asText()).isEqualTo("critical");
        assertThat(finding.at("/side").asText()).isEqualTo("client");
        assertThat(finding.at("/evidence/utilisation").asDouble()).isEqualTo(0.954);
        assertThat(finding.at("/advice/0").fieldNames())
                .toIterable()
                .containsExactly("kind", "action", "expected", "risk", "verify", "undo");
    }

    @Test
    void shouldWriteServicesWithEveryStateAndTheirPorts() throws Exception {
        JsonNode service = Json.mapper().readTree(DiagnosisJson.of(SICK)).at("/services/0");

        assertThat(service.at("/service").asText()).isEqualTo("orders");
        assertThat(service.at("/endpoint").asText()).isEqualTo("10.0.0.2:9000");
        assertThat(service.at("/states")).hasSize(11);
        assertThat(service.at("/states/TIME_WAIT").asLong()).isEqualTo(2);
        assertThat(service.at("/ports/used").asLong()).isEqualTo(6);
        assertThat(service.at("/ports/usable").asLong()).isEqualTo(1000);
        assertThat(service.at("/ports/utilisation").asDouble()).isEqualTo(0.006);
    }

    @Test
    void shouldFitOnALineForReadersOfLines() {
        assertThat(DiagnosisJson.lineOf(SICK).lines()).hasSize(1);
        assertThat(DiagnosisJson.of(SICK).lines()).hasSizeGreaterThan(10);
    }
}
