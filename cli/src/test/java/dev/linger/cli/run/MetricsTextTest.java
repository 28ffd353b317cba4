// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.part.MetricFamily;
import dev.linger.model.part.MetricFamily.Kind;
import dev.linger.model.part.MetricFamily.Sample;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class MetricsTextTest {
    @Test
    void shouldEscapeWhatEndsATextOrLine() {
        MetricFamily family =
                new MetricFamily(
                        "a_total",
                        Kind.COUNTER,
                        "back\\slash and\nline",
                        List.of(new Sample(Map.of("z", "1", "b", "q\"\\\n"), 1.5)));

        assertThat(MetricsText.of(List.of(family)))
                .isEqualTo(
                        """
                        # HELP a_total back\\\\slash and\\nline
                        # TYPE a_total counter
                        a_total{b="q\\"\\\\\\n",z="1"} 1.5
                        """);
    }

    @Test
    void shouldWriteWholeNumbersWithoutAPointAndNamesOfWhatIsNone() {
        MetricFamily family =
                new MetricFamily(
                        "a",
                        Kind.UNTYPED,
                        "h",
                        List.of(
                                new Sample(Map.of("n", "1"), 123_456_789_012.0),
                                new Sample(Map.of("n", "2"), Double.NaN),
                                new Sample(Map.of("n", "3"), Double.POSITIVE_INFINITY)));

        assertThat(MetricsText.of(List.of(family)))
                .contains("{n=\"1\"} 123456789012\n", "{n=\"2\"} NaN\n", "{n=\"3\"} +Inf\n");
    }

    @Test
    void shouldLeaveOutWhatWasNotCollected() {
        assertThat(MetricsText.of(List.of(new MetricFamily("a", Kind.GAUGE, "h", List.of()))))
                .isEmpty();
    }
}
