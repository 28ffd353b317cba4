// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

class InterleavedRunsTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void shouldLetEachBeginInTurnAndForgetWarmUps() throws Exception {
        InterleavedRuns runs =
                new InterleavedRuns()
                        .add("ours", contestant("ours", 900, 3, 1, 8))
                        .add("limit", contestant("limit", 1, 2, 1, 2))
                        .run(1, 3);

        assertThat(order)
                .containsExactly(
                        "limit", "ours", "ours", "limit", "limit", "ours", "ours", "limit");
        assertThat(runs.median("ours")).isEqualTo(3);
        assertThat(runs.median("limit")).isEqualTo(2);
    }

    /** The median of the ratios, not the ratio of the medians, which would be 2. */
    @Test
    void shouldCompareWithinEachTurn() throws Exception {
        InterleavedRuns runs =
                new InterleavedRuns()
                        .add("ours", contestant("ours", 10, 20, 60, 80))
                        .add("limit", contestant("limit", 10, 10, 30, 20))
                        .run(0, 4);

        assertThat(runs.medianRatio("ours", "limit")).isEqualTo(2);
        assertThat(runs.median("ours")).isEqualTo(40);
        assertThat(runs.median("limit")).isEqualTo(15);
    }

    @Test
    void shouldPassOnWhatFails() {
        InterleavedRuns runs =
                new InterleavedRuns()
                        .add(
                                "ours",
                                () -> {
                                    throw new IllegalStateException("no sockets");
                                });
        assertThatThrownBy(() -> runs.run(0, 1)).hasMessage("no sockets");
        assertThatThrownBy(() -> runs.median("nobody")).hasMessageContaining("nobody");
    }

    private InterleavedRuns.Contestant contestant(String name, double... figures) {
        Deque<Double> left = new ArrayDeque<>();
        for (double figure : figures) {
            left.add(figure);
        }
        return () -> {
            order.add(name);
            return left.removeFirst();
        };
    }
}
