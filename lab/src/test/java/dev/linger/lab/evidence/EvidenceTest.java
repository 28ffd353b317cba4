// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.advice.formula.Formula;

import org.junit.jupiter.api.Test;

import java.util.List;

class EvidenceTest {
    private static final Machine MACHINE = new Machine("6.18.0", "250", 2);

    @Test
    void shouldMeasureErrorsAgainstThePrediction() {
        assertThat(prediction(200, 190, "").error()).isEqualTo(0.05);
        assertThat(prediction(200, 230, "").error()).isEqualTo(0.15);
        assertThatThrownBy(() -> prediction(0, 1, "")).hasMessage("TIME_WAIT: predicted is 0.0");
    }

    @Test
    void shouldHoldWhereErrorsAreSmallOrExplained() {
        assertThat(evidence(prediction(100, 101, ""), prediction(100, 115, "")).holds()).isFalse();
        assertThat(evidence(prediction(100, 101, ""), prediction(100, 99, "")).holds()).isTrue();
        assertThat(small(prediction(100, 120, "")).holds()).isFalse();
        assertThat(small(prediction(100, 120, "late timer")).holds()).isTrue();
    }

    @Test
    void shouldPutFormulasAndExplanationsOnThePage() {
        String page = EvidencePage.of(small(prediction(100, 120, "late timer")));

        assertThat(page)
                .contains(
                        "on Linux 6.18.0, HZ=250, 2 processors",
                        "3 predictions, median error 0.0 %, largest 20.0 %.",
                        "| tcp_tw_reuse=1 | TIME_WAIT | 100 | 120 | 20.0 % | F1 |",
                        "- F1: TIME_WAIT = closes/s * T",
                        "- tcp_tw_reuse=1: late timer.")
                .endsWith("\n");
    }

    private static Evidence small(Prediction odd) {
        return evidence(prediction(100, 100, ""), prediction(100, 100, ""), odd);
    }

    private static Evidence evidence(Prediction... predictions) {
        return new Evidence(MACHINE, List.of(predictions));
    }

    private static Prediction prediction(double predicted, double measured, String explanation) {
        return new Prediction(
                "tcp_tw_reuse=1",
                "TIME_WAIT",
                "sockets",
                Formula.F1,
                predicted,
                measured,
                explanation);
    }
}
