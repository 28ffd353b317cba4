// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.linger.model.minute.ServiceMinute;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

/**
 * What the rules cost the stream, which is to judge a minute within 20 us when warm: {@code linger
 * bench rules} measured 5.6 us and 0 bytes for a quiet minute, 18.6 us with findings. Tests run
 * with the first compiler tier only; the best of many rounds counts, against a limit that catches a
 * rule that parses or formats before it knows that it must.
 */
class RulesCostTest {
    private static final int ROUNDS = 60;
    private static final int PER_ROUND = 500;
    private static final long LIMIT_NANOS = 60_000;

    /** Short-lived views, which the second compiler tier takes away: 2.2 KB. */
    private static final long QUIET_BYTES = 4_096;

    private final Thresholds thresholds = Thresholds.defaults();

    @Test
    void shouldJudgeAQuietMinuteCheaply() {
        ServiceMinute quiet = minute();
        assertThat(Rules.evaluate(quiet, thresholds)).isEmpty();
        assertThat(bestNanos(quiet)).isLessThan(LIMIT_NANOS);
    }

    @Test
    void shouldAllocateLittleWhereNothingIsFound() {
        ServiceMinute quiet = minute();
        bestNanos(quiet);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PER_ROUND; i++) {
            Rules.evaluate(quiet, thresholds);
        }
        long perMinute = (threads.getCurrentThreadAllocatedBytes() - before) / PER_ROUND;
        assertThat(perMinute).isLessThan(QUIET_BYTES);
    }

    private long bestNanos(ServiceMinute minute) {
        long best = Long.MAX_VALUE;
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < PER_ROUND; i++) {
                found += Rules.evaluate(minute, thresholds).size();
            }
            best = Math.min(best, (System.nanoTime() - start) / PER_ROUND);
        }
        assertThat(found).isNotNegative();
        return best;
    }

    /** 20 endpoints and 4 listeners. */
    private static ServiceMinute minute() {
        MinuteFixture fixture = new MinuteFixture();
        for (int i = 0; i < 10; i++) {
            fixture.endpoint(
                    EndpointFixture.client("10.0.1." + i + ":9000")
                            .ports(20, 500, 28_232, 8)
                            .closed(500)
                            .established(20, 20, 5)
                            .rttMicros(200));
            fixture.endpoint(
                    EndpointFixture.server("10.0.0.1:" + (8000 + i)).established(50, 50, 5));
        }
        for (int i = 0; i < 4; i++) {
            fixture.listener("0.0.0.0:" + (8000 + i), 1, 511, 6, 0);
        }
        return fixture.build();
    }
}
