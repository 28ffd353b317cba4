// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.LongPredicate;

/** 1,000 closes a second for minutes, and scans that see what is left of them. */
class EarlyEndsTest {
    private static final long MILLI = 1_000_000;
    private static final long LIFE_MILLIS = 60_000;

    private final EarlyEnds ends = new EarlyEnds();
    private final Random random = new Random(42);

    @Test
    void shouldLeaveTimeWaitOutOnceTwoScansHaveSeenThatNoneEndsEarly() {
        scan(100_000, age -> true);
        assertThat(ends.ticksNeedTimeWait()).as("nothing to compare to").isTrue();
        scan(110_000, age -> true);
        assertThat(ends.ticksNeedTimeWait()).isFalse();
        scan(150_000, age -> true);
        assertThat(ends.ticksNeedTimeWait()).as("40 s later").isFalse();
    }

    @Test
    void shouldReadThemWhereOneInAHundredEndsEarly() {
        scan(100_000, age -> true);
        scan(110_000, age -> random.nextInt(100) > 0);
        assertThat(ends.ticksNeedTimeWait()).isTrue();
    }

    @Test
    void shouldReadThemWhereTheirPortsAreTakenOverAfter20Seconds() {
        scan(100_000, age -> true);
        scan(110_000, age -> age < 20_000);
        assertThat(ends.ticksNeedTimeWait()).isTrue();
    }

    @Test
    void shouldReadThemWhereTheyAreFew() {
        scan(100_000, age -> age % 30 == 0);
        scan(110_000, age -> age % 30 == 0);
        assertThat(ends.ticksNeedTimeWait()).isTrue();
    }

    @Test
    void shouldReadThemWhereSnapshotsAreTooFarApartToTell() {
        scan(100_000, age -> true);
        scan(159_000, age -> true);
        assertThat(ends.ticksNeedTimeWait()).isTrue();
    }

    @Test
    void shouldForgetAScanThatBeganAgain() {
        scan(100_000, age -> true);
        ends.begin(110_000 * MILLI);
        ends.add(100_000 * MILLI);
        scan(110_000, age -> true);
        assertThat(ends.ticksNeedTimeWait()).isFalse();
    }

    /** One entered TIME_WAIT in each millisecond; the kernel's clock rounds to 4 ms. */
    private void scan(long atMillis, LongPredicate isLeft) {
        ends.begin(atMillis * MILLI);
        for (long age = 0; age < LIFE_MILLIS; age++) {
            if (isLeft.test(age)) {
                ends.add((atMillis - age + random.nextInt(4)) * MILLI);
            }
        }
        ends.commit();
    }
}
