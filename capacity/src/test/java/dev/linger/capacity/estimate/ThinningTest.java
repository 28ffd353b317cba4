// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class ThinningTest {
    private static List<UtilisationPoint> minutes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new UtilisationPoint(i * 60_000L, i / 10_000.0, 1))
                .toList();
    }

    @Test
    void shouldPassShortSeriesUnchanged() {
        List<Thinning.Thinned> thinned = Thinning.thin(minutes(96));

        assertThat(thinned).hasSize(96);
        assertThat(thinned.getFirst()).isEqualTo(new Thinning.Thinned(-95 / 60.0, 0));
        assertThat(thinned.getLast()).isEqualTo(new Thinning.Thinned(0, 0.0095));
    }

    @Test
    void shouldTakeMediansOfEqualSpansOfLongOnes() {
        List<Thinning.Thinned> thinned = Thinning.thin(minutes(1440));

        assertThat(thinned).hasSize(96);
        assertThat(thinned.getFirst().utilisation()).isEqualTo(0.0007);
        assertThat(thinned.getLast().hours()).isEqualTo(-7 / 60.0);
    }

    @Test
    void shouldNeverKeepMoreThanItsLimit() {
        for (int count = 1; count < 500; count++) {
            assertThat(Thinning.thin(minutes(count)))
                    .as("%d minutes", count)
                    .hasSizeBetween(1, Thinning.MAX_POINTS);
        }
    }
}
