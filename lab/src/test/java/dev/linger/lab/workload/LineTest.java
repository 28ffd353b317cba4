// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class LineTest {
    @Test
    void shouldReadBackWhatItWrote() {
        var churn =
                new Request.Churn(
                        List.of("10.0.0.2:80", "10.0.0.3:80"),
                        5,
                        2.5,
                        Request.Closer.SERVER,
                        Options.boundTo("10.0.0.1", 8081, true, false));

        assertThat(Line.read(Line.write(churn), List.of(Request.Churn.class))).isEqualTo(churn);
    }

    @Test
    void shouldReadBackEmptyTextsAndLists() {
        var outcome = new Outcome(3, "", 0, 12, List.of());

        assertThat(Line.read(Line.write(outcome), List.of(Outcome.class))).isEqualTo(outcome);
    }

    @Test
    void shouldRefuseALineOfAnotherType() {
        assertThatThrownBy(() -> Line.read("Sing song=loud", List.of(Outcome.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Sing");
    }
}
