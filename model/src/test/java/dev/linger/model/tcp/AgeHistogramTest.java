// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class AgeHistogramTest {
    private static final AgeHistogram ONE_IN_EACH =
            new AgeHistogram(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L));

    @Test
    void shouldPutAnAgeIntoTheHalfOpenBucket() {
        assertThat(AgeHistogram.bucketOf(0)).isZero();
        assertThat(AgeHistogram.bucketOf(999)).isZero();
        assertThat(AgeHistogram.bucketOf(1_000)).isEqualTo(1);
        assertThat(AgeHistogram.bucketOf(350_000)).isEqualTo(5);
        assertThat(AgeHistogram.bucketOf(Long.MAX_VALUE)).isEqualTo(8);
    }

    @Test
    void shouldCountOnlyWhatIsCertainlyOldEnough() {
        assertThat(ONE_IN_EACH.atLeast(Duration.ZERO)).isEqualTo(9);
        assertThat(ONE_IN_EACH.atLeast(Duration.ofSeconds(1))).isEqualTo(8);
        assertThat(ONE_IN_EACH.atLeast(Duration.ofSeconds(300)))
                .as("300 s lies in [240,350): only 350 s and more are certain")
                .isEqualTo(4);
        assertThat(ONE_IN_EACH.atLeast(Duration.ofSeconds(7200))).isEqualTo(1);
        assertThat(ONE_IN_EACH.atLeast(Duration.ofDays(1))).isZero();
    }
}
