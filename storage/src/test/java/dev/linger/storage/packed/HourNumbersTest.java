// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class HourNumbersTest {
    @Test
    void shouldTakeNoRoomForZeroes() {
        assertThat(of(32, 0, 0, 0).pack()).isNull();
    }

    @Test
    void shouldTakeTheSmallestOnlyWhereAllAreEqual() {
        assertThat(of(32, 5, 5).pack()).hasToString("0".repeat(29) + "101");
    }

    @Test
    void shouldTakeAsManyBitsAsTheLargestDifferenceNeeds() {
        assertThat(of(32, 8, 9, 13).pack())
                .hasToString("0".repeat(28) + "1000" + "000" + "001" + "101" + "0".repeat(171));
    }

    @Test
    void shouldHoldNegativeNumbers() {
        assertThat(of(32, -1, 0).pack()).hasToString("1".repeat(32) + "01" + "0".repeat(58));
    }

    @Test
    void shouldSayWhichMinutesAreAbsent() {
        boolean[] present = new boolean[60];
        assertThat(HourNumbers.absent(present)).hasToString("1".repeat(60));
        Arrays.fill(present, true);
        assertThat(HourNumbers.absent(present)).isNull();
        present[2] = false;
        assertThat(HourNumbers.absent(present)).hasToString("001" + "0".repeat(57));
    }

    @Test
    void shouldRefuseWhatThirtyOneBitsCannotTellApart() {
        assertThat(of(32, 0, Integer.MAX_VALUE).pack()).isNotNull();
        assertThatThrownBy(of(32, -1, Integer.MAX_VALUE)::pack)
                .isInstanceOf(UnpackableException.class);
        assertThatThrownBy(of(64, -2, Long.MAX_VALUE)::pack)
                .isInstanceOf(UnpackableException.class);
    }

    private static HourNumbers of(int smallestBits, long... numbers) {
        HourNumbers hour = new HourNumbers(smallestBits);
        for (int i = 0; i < numbers.length; i++) {
            hour.set(i, numbers[i]);
        }
        return hour;
    }
}
