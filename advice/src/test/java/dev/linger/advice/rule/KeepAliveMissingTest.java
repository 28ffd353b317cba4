// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import static dev.linger.advice.EndpointFixture.client;
import static dev.linger.advice.EndpointFixture.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linger.advice.EndpointFixture;
import dev.linger.advice.MinuteFixture;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Severity;
import dev.linger.model.settings.Settings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class KeepAliveMissingTest {
    private static final String FAR = "10.0.0.2:5432";

    private final KeepAliveMissing rule = new KeepAliveMissing();

    @Test
    void shouldWarnOfSilentSocketsWithoutATimer() {
        List<Signal> signals = signals(client(FAR).established(200, 60, 400));
        assertThat(signals).hasSize(1);
        Signal signal = signals.getFirst();
        assertThat(signal.severity()).isEqualTo(Severity.WARN);
        assertThat(signal.evidence())
                .contains(
                        entry("silentUnarmedSockets", 140L),
                        entry("establishedSockets", 200L),
                        entry("armedSockets", 60L),
                        entry("unarmedSockets", 140L));
        assertThat(signal.proposals().getFirst().kind()).isEqualTo(AdviceKind.APPLICATION);
        // 60 + 15 * 4; the same formula measured 91.6 s for 60 + 10 * 3.
        assertThat(signal.proposals().getFirst().expected())
                .contains(entry("detectionSeconds", 120L));
    }

    @Test
    void shouldWaitUntilTheSilenceIsCertainlyLongEnough() {
        assertThat(signals(client(FAR).established(5, 0, 349))).isEmpty();
        assertThat(signals(client(FAR).established(5, 0, 350))).hasSize(1);
    }

    @Test
    void shouldNotMindSilentSocketsWithKeepAlive() {
        assertThat(signals(client(FAR).established(5, 5, 8000))).isEmpty();
    }

    @Test
    void shouldSpeakSoftlyWhereBothEndsAreOnOneHost() {
        assertThat(signals(client("127.0.0.1:5432").established(5, 0, 400)).getFirst().severity())
                .isEqualTo(Severity.INFO);
        assertThat(signals(server("[::1]:5432").established(5, 0, 400)).getFirst().severity())
                .isEqualTo(Severity.INFO);
        EndpointFixture own = client(FAR).ports("10.0.0.2", 5, 0, 600, 0).established(5, 0, 400);
        assertThat(signals(own).getFirst().severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void shouldObeyAShorterLimit() {
        Thresholds shorter =
                Thresholds.from(
                        Settings.of(
                                Map.of("rules.keepalive-missing-idle", "1s"), Thresholds.SETTINGS));
        assertThat(
                        rule.evaluate(
                                new MinuteFixture()
                                        .endpoint(client(FAR).established(5, 0, 2))
                                        .build(),
                                shorter))
                .hasSize(1);
    }

    private List<Signal> signals(EndpointFixture endpoint) {
        return rule.evaluate(new MinuteFixture().endpoint(endpoint).build(), Thresholds.defaults());
    }
}
