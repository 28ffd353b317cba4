// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** A kernel whose TIME_WAIT come and go, scanned by a clock that is never quite right. */
class CloseCounterTest {
    private static final long MILLI = 1_000_000;
    private static final long LIFE_MILLIS = 60_000;
    private static final int SEED = 42;

    private record TimeWait(long cookie, long enteredMillis) {}

    @Test
    void shouldCountEachTimeWaitOnceWhateverTheScansMiss() {
        for (int run = 0; run < 50; run++) {
            Random random = new Random(SEED + run);
            assertThat(countedLess(random)).as("seed %d", SEED + run).isZero();
        }
    }

    /** Returns counted less made, over 200 scans. */
    private static long countedLess(Random random) {
        CloseCounter counter = new CloseCounter();
        Deque<TimeWait> alive = new ArrayDeque<>();
        long nowMillis = 1_000_000;
        long lastStartedMillis = nowMillis - 1;
        long made = 0;
        long counted = 0;
        for (int scan = 0; scan < 200; scan++) {
            long startedMillis = nowMillis;
            counter.begin(startedMillis * MILLI, lastStartedMillis * MILLI);
            int scanMillis = random.nextInt(100);
            for (TimeWait timeWait : alive) {
                counted +=
                        seen(
                                counter,
                                timeWait,
                                startedMillis + random.nextInt(scanMillis + 1),
                                random);
            }
            int during = random.nextInt(5);
            for (int i = 0; i < during; i++) {
                TimeWait late =
                        new TimeWait(++made, startedMillis + random.nextInt(scanMillis + 1));
                alive.add(late);

                if (random.nextBoolean()) {
                    counted += seen(counter, late, startedMillis + scanMillis, random);
                }
            }
            counter.commit();
            lastStartedMillis = startedMillis;
            nowMillis = startedMillis + scanMillis;
            long until = nowMillis + 1 + random.nextInt(12_000);
            int between = random.nextInt(50);
            for (int i = 0; i < between; i++) {
                long entered = nowMillis + random.nextLong(until - nowMillis);
                alive.add(new TimeWait(++made, entered));
            }
            nowMillis = until;
            long oldest = nowMillis - LIFE_MILLIS;
            alive.removeIf(timeWait -> timeWait.enteredMillis < oldest);
        }
        counter.begin(nowMillis * MILLI, lastStartedMillis * MILLI);
        for (TimeWait timeWait : alive) {
            counted += seen(counter, timeWait, nowMillis, random);
        }
        return made - counted;
    }

    /** The kernel's jiffies round to 4 ms; the reader's clock is up to 30 ms late. */
    private static int seen(CloseCounter counter, TimeWait timeWait, long atMillis, Random random) {
        long expires = timeWait.enteredMillis + LIFE_MILLIS - atMillis;
        long rounded = Math.max(0, expires / 4 * 4);
        long dumpedAtNanos = (atMillis + random.nextInt(30)) * MILLI;
        long enteredAtNanos = CloseCounter.enteredAtNanos(rounded, dumpedAtNanos);
        return counter.isNew(timeWait.cookie, enteredAtNanos) ? 1 : 0;
    }
}
