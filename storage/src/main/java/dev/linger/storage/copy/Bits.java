// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.copy;

/** A string of bits as PostgreSQL keeps it: the first one is the highest of the first byte. */
public final class Bits {
    private final byte[] bytes;
    private final int length;

    /** That many bits, all of them 0. */
    public Bits(int length) {
        this.bytes = new byte[(length + 7) / 8];
        this.length = length;
    }

    /** Sets {@code width} bits from {@code at} on to the lowest ones of {@code value}. */
    public void put(int at, int width, long value) {
        for (int i = 0; i < width; i++) {
            if ((value >> (width - 1 - i) & 1) != 0) {
                bytes[(at + i) / 8] |= (byte) (0x80 >> (at + i) % 8);
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The bits in their order, as PostgreSQL prints them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(bytes[i / 8] >> (7 - i % 8) & 1);
        }
        return text.toString();
    }
}
