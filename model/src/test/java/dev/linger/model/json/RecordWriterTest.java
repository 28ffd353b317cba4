// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The mapper is the reference: it wrote what lies in every topic so far. */
class RecordWriterTest {
    /** Everything that a record on a topic may hold. */
    record Everything(
            Side side,
            Family family,
            StateCounts states,
            AgeHistogram ages,
            @Nullable Long absent,
            Long present,
            double ratio,
            boolean truth,
            Instant at,
            String text,
            List<Map<String, Integer>> nested,
            EnumMap<Severity, Long> byConstant) {}

    @Test
    void shouldWriteByteForByteWhatTheMapperWrites() throws Exception {
        Everything everything =
                new Everything(
                        Side.CLIENT,
                        Family.INET6,
                        StateCounts.of(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
                        AgeHistogram.EMPTY,
                        null,
                        Long.MAX_VALUE,
                        1e-7,
                        true,
                        Instant.parse("2026-11-21T10:00:00.000001Z"),
                        "\"\\\u0000\n\u00e9\ud83d\ude00",
                        List.of(Map.of("a", 1), Map.of()),
                        new EnumMap<>(Map.of(Severity.HIGH, 3L)));

        assertThat(RecordWriter.write(everything))
                .isEqualTo(Json.mapper().writeValueAsBytes(everything));
    }

    @Test
    void shouldRefuseWhatHasNoFormInJson() {
        assertThatThrownBy(() -> RecordWriter.write(Map.of("thread", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }
}
