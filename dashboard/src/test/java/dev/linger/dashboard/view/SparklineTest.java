// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.dashboard.view.Sparkline.Point;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class SparklineTest {
    private static final Instant FROM = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void shouldInterruptTheLineWhereMinutesAreMissing() {
        Sparkline chart = chart(point(0, 1), point(1, 2), point(4, 2), point(5, 2));

        assertThat(chart.line().chars().filter(c -> c == 'M')).hasSize(2);
        assertThat(chart.area().chars().filter(c -> c == 'Z')).hasSize(2);
        assertThat(chart.last()).isEqualTo("2");
        assertThat(chart.high()).isEqualTo("2");
    }

    @Test
    void shouldDrawTheHighestValueBelowTheUpperEdgeAndZeroAtTheBottom() {
        Sparkline chart = chart(point(0, 0), point(5, 8));

        assertThat(chart.line()).isEqualTo("M0.00 72.00h0.01M300.00 3.00h0.01");
    }

    @Test
    void shouldDrawNothingOfNothing() {
        assertThat(chart().empty()).isTrue();
        Sparkline unknown = chart(new Point(FROM, null));
        assertThat(unknown.empty()).isTrue();
        assertThat(unknown.last()).isEqualTo(Text.NONE);
        assertThat(unknown.high()).isEqualTo(Text.NONE);
    }

    @Test
    void shouldSayWhenAllIsZero() {
        Sparkline chart = chart(point(0, 0), point(1, 0));

        assertThat(chart.flat()).isTrue();
        assertThat(chart.empty()).isFalse();
    }

    private static Point point(int minute, double value) {
        return new Point(FROM.plusSeconds(60L * minute), value);
    }

    private static Sparkline chart(@Nullable Point... points) {
        return Sparkline.of(
                "t",
                "",
                FROM,
                FROM.plusSeconds(600),
                List.of(points),
                value -> Text.count(Math.round(value)),
                null);
    }
}
