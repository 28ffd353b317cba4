// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Reads what {@link CompactOutput} wrote, in the same order. */
public final class CompactInput {
    private final byte[] bytes;
    private int position;

    /** Reads from the beginning of {@code bytes}, which stay the caller's. */
    public CompactInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** How many bytes were read. */
    public int position() {
        return position;
    }

    /** Reads a number. */
    public long readLong() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    /** Reads a number. */
    public int readInt() {
        return Math.toIntExact(readLong());
    }

    /** Reads a fraction. */
    public double readDouble() {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | (bytes[position++] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    /** Reads whether something follows. */
    public boolean readFlag() {
        return readLong() != 0;
    }

    /** Reads a text. */
    public String readText() {
        int size = readInt();
        String text = new String(bytes, position, size, UTF_8);
        position += size;
        return text;
    }

    /** Reads a text that may be absent. */
    public @Nullable String readOptionalText() {
        return readFlag() ? readText() : null;
    }

    /** Reads an array of {@code size} elements. */
    public long[] readSparse(int size) {
        long[] values = new long[size];
        long mask = readLong();
        for (int i = 0; i < size; i++) {
            if ((mask & (1L << i)) != 0) {
                values[i] = readLong();
            }
        }
        return values;
    }
}
