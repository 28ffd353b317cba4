// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.copy.Bits;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of one column in the 60 minutes of an hour.
 *
 * <pre>
 *   smallest (32 or 64 bits)  { difference to it (width bits) } x 60
 * </pre>
 *
 * The width is what the largest difference needs, 0 where all are equal; it follows from the
 * length. A column that is 0 in every minute is null. Minutes without a row count as the smallest.
 */
final class HourNumbers {
    static final int MINUTES = 60;

    private final int smallestBits;
    private final long[] numbers = new long[MINUTES];
    private final boolean[] present = new boolean[MINUTES];

    /** Numbers of an integer (32) or bigint (64) column. */
    HourNumbers(int smallestBits) {
        this.smallestBits = smallestBits;
    }

    void set(int position, long number) {
        numbers[position] = number;
        present[position] = true;
    }

    /**
     * The column's value, null where every number is 0.
     *
     * @throws UnpackableException if a difference does not fit beside the sign
     */
    @Nullable Bits pack() {
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        for (int i = 0; i < MINUTES; i++) {
            if (present[i]) {
                smallest = Math.min(smallest, numbers[i]);
                largest = Math.max(largest, numbers[i]);
            }
        }
        if (smallest > largest || (smallest == 0 && largest == 0)) {
            return null;
        }
        int width = width(smallest, largest);
        Bits bits = new Bits(smallestBits + MINUTES * width);
        bits.put(0, smallestBits, smallest);
        for (int i = 0; i < MINUTES; i++) {
            if (present[i]) {
                bits.put(smallestBits + i * width, width, numbers[i] - smallest);
            }
        }
        return bits;
    }

    /** Which minutes have no number, null where all have one. */
    static @Nullable Bits absent(boolean[] present) {
        Bits bits = new Bits(MINUTES);
        boolean any = false;
        for (int i = 0; i < MINUTES; i++) {
            if (!present[i]) {
                bits.put(i, 1, 1);
                any = true;
            }
        }
        return any ? bits : null;
    }

    private int width(long smallest, long largest) {
        long range = largest - smallest;
        int width = Long.SIZE - Long.numberOfLeadingZeros(range);
        if (range < 0 || width >= smallestBits) {
            throw new UnpackableException(
                    "numbers from " + smallest + " to " + largest + " differ too much");
        }
        return width;
    }
}
