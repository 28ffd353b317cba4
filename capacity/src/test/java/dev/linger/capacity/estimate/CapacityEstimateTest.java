// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

class CapacityEstimateTest {
    private static final long START = 1_700_000_040_000L;
    private static final int DAY = 1440;

    /** A point for each minute in {@code [0, minutes)} that {@code present} lets pass. */
    private static List<UtilisationPoint> series(
            int minutes, IntToDoubleFunction utilisation, IntPredicate present) {
        List<UtilisationPoint> series = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            if (present.test(i)) {
                series.add(
                        new UtilisationPoint(
                                START + i * 60_000L, utilisation.applyAsDouble(i), 28_232));
            }
        }
        return series;
    }

    private static List<UtilisationPoint> series(int minutes, IntToDoubleFunction utilisation) {
        return series(minutes, utilisation, i -> true);
    }

    @Test
    void shouldFindTheTimesOfAKnownLine() {
        // 0.10 at the end of the first minute, 0.06 more each hour: 0.25 after 2.5 h more.
        CapacityEstimate estimate =
                CapacityEstimate.of(series(151, minute -> 0.10 + 0.06 * minute / 60));

        assertThat(estimate.utilisationLast()).isEqualTo(0.25, within(1e-12));
        assertThat(estimate.utilisationPeak()).isEqualTo(0.25, within(1e-12));
        assertThat(estimate.utilisationP95()).isEqualTo(0.10 + 0.15 * 0.95, within(1e-12));
        assertThat(estimate.trendPerHour()).isEqualTo(0.06, within(1e-9));
        // 0.25 to 0.5 at 0.06 per hour: 4 h 10 min; to 1.0: 12 h 30 min.
        assertThat(estimate.secondsToCliff()).isEqualTo(15_000L);
        assertThat(estimate.secondsToExhaustion()).isEqualTo(45_000L);
    }

    @Test
    void shouldSeeNoEndOfAConstantSeries() {
        CapacityEstimate estimate = CapacityEstimate.of(series(DAY, minute -> 0.3));

        assertThat(estimate).isEqualTo(new CapacityEstimate(0.3, 0.3, 0.3, 0, null, null));
    }

    @Test
    void shouldEstimateFromASinglePoint() {
        CapacityEstimate estimate = CapacityEstimate.of(series(1, minute -> 0.42));

        assertThat(estimate).isEqualTo(new CapacityEstimate(0.42, 0.42, 0.42, 0, null, null));
    }

    @Test
    void shouldNotPromiseATimeFromFourRisingPoints() {
        assertThat(CapacityEstimate.of(series(4, minute -> 0.1 * minute)).secondsToExhaustion())
                .isNull();
        assertThat(CapacityEstimate.of(series(5, minute -> 0.1 * minute)).secondsToExhaustion())
                .isEqualTo(360L);
    }

    @Test
    void shouldSeeNoEndOfAFallingTrend() {
        CapacityEstimate estimate =
                CapacityEstimate.of(series(600, minute -> 0.45 - 0.02 * minute / 60));

        assertThat(estimate.trendPerHour()).isEqualTo(-0.02, within(1e-9));
        assertThat(estimate.secondsToCliff()).isNull();
        assertThat(estimate.secondsToExhaustion()).isNull();
        assertThat(estimate.utilisationPeak()).isEqualTo(0.45);
    }

    @Test
    void shouldSayZeroBeyondTheCliff() {
        CapacityEstimate rising =
                CapacityEstimate.of(series(121, minute -> 0.5 + 0.1 * minute / 60));
        assertThat(rising.secondsToCliff()).isZero();
        assertThat(rising.secondsToExhaustion()).isEqualTo(3 * 3600L);

        CapacityEstimate falling =
                CapacityEstimate.of(series(120, minute -> 0.9 - 0.1 * minute / 60));
        assertThat(falling.secondsToCliff()).isZero();
        assertThat(falling.secondsToExhaustion()).isNull();

        CapacityEstimate exhausted = CapacityEstimate.of(series(10, minute -> 1.0));
        assertThat(exhausted.secondsToExhaustion()).isZero();
    }

    @Test
    void shouldNotTakeNoiseForATrend() {
        int promised = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            CapacityEstimate estimate =
                    CapacityEstimate.of(series(DAY, minute -> 0.2 + 0.02 * random.nextGaussian()));
            assertThat(estimate.trendPerHour())
                    .as("trend of seed %d", seed)
                    .isEqualTo(0, within(0.001));
            promised += estimate.secondsToExhaustion() == null ? 0 : 1;
        }
        // Two-sided 5 %: 2.5 % of trendless series pass as rising, 5 of 200.
        assertThat(promised).isLessThanOrEqualTo(12);
    }

    @Test
    void shouldFindTheTrendBelowNoise() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            CapacityEstimate estimate =
                    CapacityEstimate.of(
                            series(
                                    DAY,
                                    minute ->
                                            0.1 + 0.01 * minute / 60 + 0.02 * random.nextDouble()));
            assertThat(estimate.trendPerHour())
                    .as("trend of seed %d", seed)
                    .isEqualTo(0.01, within(0.0003));
            // 0.35 on average at the end: 15 h to the cliff.
            assertThat(estimate.secondsToCliff())
                    .as("cliff of seed %d", seed)
                    .isBetween(14 * 3600L, 16 * 3600L);
        }
    }

    @Test
    void shouldNotBendToSinglePeaks() {
        List<UtilisationPoint> peaks =
                series(DAY, minute -> minute % 97 == 0 ? 0.49 : 0.1 + 0.006 * minute / 60);
        CapacityEstimate estimate = CapacityEstimate.of(peaks);

        assertThat(estimate.utilisationPeak()).isEqualTo(0.49);
        assertThat(estimate.trendPerHour()).isEqualTo(0.006, within(0.0001));
        assertThat(estimate.utilisationP95()).isLessThan(0.25);
    }

    @Test
    void shouldMeasureTimeFromTheLineWhenTheLastMinuteIsAPeak() {
        CapacityEstimate estimate =
                CapacityEstimate.of(
                        series(61, minute -> minute == 60 ? 0.49 : 0.1 + 0.1 * minute / 60));

        assertThat(estimate.utilisationLast()).isEqualTo(0.49);
        assertThat(estimate.secondsToCliff()).isCloseTo(3 * 3600L, within(60L));
    }

    @Test
    void shouldLetTimePassOverGaps() {
        IntToDoubleFunction line = minute -> 0.05 + 0.012 * minute / 60;
        CapacityEstimate whole = CapacityEstimate.of(series(DAY, line));
        CapacityEstimate gaps =
                CapacityEstimate.of(
                        series(
                                DAY,
                                line,
                                minute -> minute < 200 || minute > 900 || minute % 7 == 0));

        assertThat(gaps.trendPerHour()).isEqualTo(whole.trendPerHour(), within(1e-9));
        assertThat(gaps.secondsToCliff()).isEqualTo(whole.secondsToCliff());
    }

    @Test
    void shouldNotLookBeyondTenYears() {
        // 0.000004 per hour leads from 0.1 to 0.5 in 11.4 years.
        CapacityEstimate estimate =
                CapacityEstimate.of(series(DAY, minute -> 0.1 + 0.000004 * minute / 60));

        assertThat(estimate.trendPerHour()).isPositive();
        assertThat(estimate.secondsToCliff()).isNull();
    }

    @Test
    void shouldRefuseAnEmptySeries() {
        assertThatThrownBy(() -> CapacityEstimate.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
