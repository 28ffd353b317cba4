// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class HourNumbersTest {
    @Test
    void shouldTakeNoRoomForZeroes() {
        assertThat(of(32, 0, 0, 0).smallestUnlessZero()).isNull();
        assertThat(of(32, 0, 0, 0).smallest()).isZero();
        assertThat(of(32, 0, 0, 0).above()).isNull();
    }

    @Test
    void shouldTakeTheSmallestOnlyWhereAllAreEqual() {
        assertThat(of(32, 5, 5).smallestUnlessZero()).isEqualTo(5);
        assertThat(of(32, 5, 5).above()).isNull();
    }

    @Test
    void shouldHaveNothingWhereNoMinuteHasANumber() {
        assertThat(of(32).smallest()).isNull();
        assertThat(of(32).above()).isNull();
    }

    @Test
    void shouldTakeTheFirstWidthThatTheLargestDifferenceFitsInto() {
        assertThat(of(32, 8, 9).above()).hasSize(8);
        assertThat(of(32, 8, 8 + 3).above()).hasSize(15);
        assertThat(of(32, 8, 8 + 15).above()).hasSize(30);
        assertThat(of(32, 8, 8 + 255).above()).hasSize(60);
        assertThat(of(32, 8, 8 + 256).above()).hasSize(90);
        assertThat(of(32, 8, 8 + 65_535).above()).hasSize(120);
        assertThat(of(32, 8, 8 + 65_536).above()).hasSize(180);
        assertThat(of(32, 0, Integer.MAX_VALUE).above()).hasSize(240);
        assertThat(of(64, 0, 1L << 32).above()).hasSize(480);
    }

    @Test
    void shouldBeginAByteWithItsLowestBits() {
        byte[] above = of(32, 8, 9, 13, 22).above();

        assertThat(above).startsWith(0x10, 0xe5, 0).hasSize(30);
    }

    @Test
    void shouldCutTwelveBitsIntoBytesAndPairsOfFour() {
        byte[] above = of(32, 0, 0xabc, 0xdef).above();

        assertThat(Arrays.copyOf(above, 4)).containsExactly(0, 0xbc, 0xef, 0);
        assertThat(Arrays.copyOfRange(above, 60, 63)).containsExactly(0xa0, 0x0d, 0);
    }

    @Test
    void shouldHoldNegativeNumbers() {
        assertThat(of(32, -1, 0).smallest()).isEqualTo(-1);
        assertThat(of(32, -1, 0).above()).startsWith(2, 0);
    }

    @Test
    void shouldSayWhichMinutesAreAbsent() {
        boolean[] present = new boolean[60];
        assertThat(PackedColumns.absent(present)).hasToString("1".repeat(60));
        Arrays.fill(present, true);
        assertThat(PackedColumns.absent(present)).isNull();
        present[2] = false;
        assertThat(PackedColumns.absent(present)).hasToString("001" + "0".repeat(57));
    }

    @Test
    void shouldRefuseWhatThirtyOneBitsCannotTellApart() {
        assertThat(of(32, 0, Integer.MAX_VALUE).above()).isNotNull();
        assertThatThrownBy(of(32, -1, Integer.MAX_VALUE)::above)
                .isInstanceOf(UnpackableException.class);
        assertThatThrownBy(of(64, -2, Long.MAX_VALUE)::above)
                .isInstanceOf(UnpackableException.class);
    }

    private static HourNumbers of(int size, long... numbers) {
        HourNumbers hour = new HourNumbers(size);
        for (int i = 0; i < numbers.length; i++) {
            hour.set(i, numbers[i]);
        }
        return hour;
    }
}
