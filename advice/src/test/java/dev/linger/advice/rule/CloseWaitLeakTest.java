// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

class CloseWaitLeakTest {
    private static final String OWN = "10.0.0.1:8080";

    private final CloseWaitLeak rule = new CloseWaitLeak();

    @Test
    void shouldWarnOfForgottenSockets() {
        // S14: 20 clients close, the server never does.
        List<Signal> signals = signals(server(OWN).closeWait(20, 61));
        assertThat(signals).hasSize(1);
        Signal signal = signals.getFirst();
        assertThat(signal.severity()).isEqualTo(Severity.WARN);
        assertThat(signal.evidence())
                .contains(entry("forgottenSockets", 20L), entry("heldMemoryBytes", 79_200L));
        assertThat(signal.proposals())
                .extracting(Proposal::kind)
                .containsOnly(AdviceKind.APPLICATION);
    }

    @Test
    void shouldGiveTheApplicationAMinute() {
        assertThat(signals(server(OWN).closeWait(20, 59))).isEmpty();
        assertThat(signals(server(OWN).closeWait(1, 60))).hasSize(1);
    }

    @Test
    void shouldBeHighFromAHundred() {
        assertThat(signals(server(OWN).closeWait(99, 61)).getFirst().severity())
                .isEqualTo(Severity.WARN);
        assertThat(signals(server(OWN).closeWait(100, 61)).getFirst().severity())
                .isEqualTo(Severity.HIGH);
    }

    private List<Signal> signals(EndpointFixture endpoint) {
        return rule.evaluate(new MinuteFixture().endpoint(endpoint).build(), Thresholds.defaults());
    }
}
