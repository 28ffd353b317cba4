// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

class DeferredSocketsTest {
    private static final int MORE_THAN_A_CHUNK = 5_000;

    private final DeferredSockets deferred = new DeferredSockets();
    private final TestSocket socket = new TestSocket();

    @Test
    void shouldShowEverySocketAsItWasInItsOrder() {
        deferred.begin(MORE_THAN_A_CHUNK);
        assertThat(add(1, MORE_THAN_A_CHUNK)).isEqualTo(MORE_THAN_A_CHUNK);

        assertThat(cookies())
                .isEqualTo(LongStream.rangeClosed(1, MORE_THAN_A_CHUNK).boxed().toList());
        assertThat(deferred.isEmpty()).isFalse();
    }

    @Test
    void shouldTakeNoMoreThanItWasTold() {
        deferred.begin(3);

        assertThat(add(1, 10)).isEqualTo(3);
        assertThat(cookies()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldForgetTheScanBefore() {
        deferred.begin(MORE_THAN_A_CHUNK);
        add(1, MORE_THAN_A_CHUNK);
        deferred.begin(MORE_THAN_A_CHUNK);
        assertThat(deferred.isEmpty()).isTrue();
        assertThat(cookies()).isEmpty();

        add(7, 2);
        assertThat(cookies()).containsExactly(7L, 8L);
    }

    @Test
    void shouldRefuseMoreThanA48thOfTheHeap() {
        deferred.begin(Integer.MAX_VALUE);

        int taken = add(1, 1_000_000);
        assertThat(taken * 96L)
                .as("bytes of as many sockets as there was room for")
                .isLessThanOrEqualTo(
                        Math.max(
                                1 << 18,
                                Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 48)));
        assertThat(cookies()).hasSize(taken);
    }

    /** Returns how many were taken. */
    private int add(long firstCookie, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            if (deferred.add(socket.established(firstCookie + i, 16_000 + i % 1000, 1, 77))) {
                taken++;
            }
        }
        return taken;
    }

    private List<Long> cookies() {
        List<Long> cookies = new ArrayList<>();
        deferred.forEach(seen -> cookies.add(seen.cookie()));
        return cookies;
    }
}
