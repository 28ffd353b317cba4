// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionMemoryTest {
    private final ConnectionMemory memory = new ConnectionMemory(10_000);

    @Test
    void shouldRememberOwnerAndSide() {
        memory.beginScan(true);
        for (long cookie = 1; cookie <= 5_000; cookie++) {
            memory.put(cookie, (int) (cookie % 1000), cookie % 2 == 0);
        }
        for (long cookie = 1; cookie <= 5_000; cookie++) {
            int slot = memory.find(cookie);
            assertThat(memory.owner(slot)).isEqualTo((int) (cookie % 1000));
            assertThat(memory.isServer(slot)).isEqualTo(cookie % 2 == 0);
        }
        assertThat(memory.find(5_001)).isEqualTo(-1);
    }

    @Test
    void shouldForgetWhatTwoScansOfAllStatesDidNotSee() {
        memory.beginScan(true);
        memory.put(1, 7, false);
        for (int scan = 0; scan < 3; scan++) {
            memory.beginScan(true);
            for (long i = 0; i < 2_000; i++) {
                memory.put(10_000L * (scan + 1) + i, 8, false);
            }
        }
        assertThat(memory.find(1)).isEqualTo(-1);
        assertThat(memory.size()).isLessThan(6_001);
    }

    @Test
    void shouldKeepEstablishedOverScansThatLeaveThemOut() {
        memory.beginScan(true);
        memory.put(1, 7, false);
        for (int scan = 0; scan < 10; scan++) {
            memory.beginScan(false);
            for (long i = 0; i < 2_000; i++) {
                memory.put(10_000L + i, 8, false);
            }
        }
        assertThat(memory.owner(memory.find(1))).isEqualTo(7);
    }

    @Test
    void shouldCountAConnectionOnceAndAgainOnlyWhereTheSameScanIsRepeated() {
        memory.beginScan(true);
        int slot = memory.put(1, 7, false);
        assertThat(memory.countOnce(slot)).isTrue();
        assertThat(memory.countOnce(memory.put(1, 7, false))).isTrue();
        memory.beginScan(false);
        assertThat(memory.countOnce(memory.put(1, 7, false))).isFalse();
    }

    @Test
    void shouldRememberNoMoreThanItsCapacity() {
        memory.beginScan(true);
        int refused = 0;
        for (long cookie = 1; cookie <= 100_000; cookie++) {
            refused += memory.put(cookie, 1, false) < 0 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(50_000);
        assertThat(memory.size()).isLessThan(50_000);
    }
}
