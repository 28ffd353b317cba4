// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of one column in the 60 minutes of an hour: the smallest of them, and by how much
 * each minute is above it.
 *
 * <pre>
 *   smallest   integer or bigint            null: 0 in every minute, or no number at all
 *   above      { difference } x 60, bytes   null: all numbers are equal
 * </pre>
 *
 * The differences of an hour have the same width, the first of 1, 2, 4, 8, 12, 16, 24, 32 and 64
 * bits that all of them fit into; it follows from the number of bytes. Up to 8 bits, a byte holds
 * one or more of them, beginning with its lowest bits. Wider ones are cut: first the lowest bytes
 * of all minutes, then the next ones; of 12 bits, the upper four lie two to a byte. Minutes without
 * a number count as the smallest.
 */
final class HourNumbers {
    static final int MINUTES = 60;

    private final int size;
    private final long[] numbers = new long[MINUTES];
    private final boolean[] present = new boolean[MINUTES];
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    /** Numbers of an integer (32) or bigint (64) column. */
    HourNumbers(int size) {
        this.size = size;
    }

    void set(int position, long number) {
        numbers[position] = number;
        present[position] = true;
        smallest = Math.min(smallest, number);
        largest = Math.max(largest, number);
    }

    /** The smallest number; null where there is none. */
    @Nullable Long smallest() {
        return smallest > largest ? null : smallest;
    }

    /** The smallest number; null where every number is 0. */
    @Nullable Long smallestUnlessZero() {
        return smallest == 0 && largest == 0 ? null : smallest();
    }

    /**
     * The differences, null where all numbers are equal.
     *
     * @throws UnpackableException if a difference does not fit beside the sign
     */
    byte @Nullable [] above() {
        if (smallest >= largest) {
            return null;
        }
        int width = width();
        byte[] bytes = new byte[(MINUTES * width + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < MINUTES; i++) {
            if (present[i]) {
                put(bytes, i, width, numbers[i] - smallest);
            }
        }
        return bytes;
    }

    private static void put(byte[] bytes, int position, int width, long difference) {
        int at = 0;
        int left = width;
        long rest = difference;
        while (left >= Byte.SIZE) {
            bytes[at + position] = (byte) rest;
            at += MINUTES;
            left -= Byte.SIZE;
            rest >>>= Byte.SIZE;
        }
        if (left > 0) {
            int inOneByte = Byte.SIZE / left;
            bytes[at + position / inOneByte] |= (byte) (rest << (position % inOneByte * left));
        }
    }

    private int width() {
        long range = largest - smallest;
        int needed = Long.SIZE - Long.numberOfLeadingZeros(range);
        if (range < 0 || needed >= size) {
            throw new UnpackableException(
                    "numbers from " + smallest + " to " + largest + " differ too much");
        }
        for (int width : new int[] {1, 2, 4, 8, 12, 16, 24, 32}) {
            if (needed <= width) {
                return width;
            }
        }
        return Long.SIZE;
    }
}
