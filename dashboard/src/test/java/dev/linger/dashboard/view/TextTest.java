// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TextTest {
    @Test
    void shouldNeverRoundSomethingToNothing() {
        assertThat(plain(Text.percent(0))).isEqualTo("0 %");
        assertThat(plain(Text.percent(0.001))).isEqualTo("<1 %");
        assertThat(plain(Text.percent(0.5))).isEqualTo("50 %");
        assertThat(Text.rate(0)).isEqualTo("0");
        assertThat(Text.rate(0.001)).isEqualTo("<0.01");
        assertThat(Text.rate(0.5)).isEqualTo("0.50");
        assertThat(Text.rate(5.44)).isEqualTo("5.4");
        assertThat(Text.rate(1234.5)).isEqualTo("1,235");
    }

    @Test
    void shouldWriteSpansInTwoUnitsAtMost() {
        assertThat(plain(Text.span(Duration.ofSeconds(-3)))).isEqualTo("0 s");
        assertThat(plain(Text.span(Duration.ofSeconds(59)))).isEqualTo("59 s");
        assertThat(plain(Text.span(Duration.ofSeconds(61)))).isEqualTo("1 min");
        assertThat(plain(Text.span(Duration.ofMinutes(200)))).isEqualTo("3 h 20 min");
        assertThat(plain(Text.span(Duration.ofHours(48)))).isEqualTo("2 d");
        assertThat(plain(Text.span(Duration.ofHours(52)))).isEqualTo("2 d 4 h");
    }

    @Test
    void shouldWriteSizesAndRoundTrips() {
        assertThat(plain(Text.bytes(512))).isEqualTo("512 B");
        assertThat(plain(Text.bytes(1_434))).isEqualTo("1.4 KB");
        assertThat(plain(Text.bytes(20L << 20))).isEqualTo("20 MB");
        assertThat(plain(Text.micros(340))).isEqualTo("340 µs");
        assertThat(plain(Text.micros(1_230))).isEqualTo("1.2 ms");
        assertThat(plain(Text.micros(2_400_000))).isEqualTo("2.4 s");
    }

    private static String plain(String text) {
        return text.replace('\u00a0', ' ');
    }
}
