// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Writes the internal form of unfinished minutes: numbers in base 128, low bits first, so that the
 * small counts of real hosts take one byte each; arrays as a bit mask of their non-zero elements
 * followed by those. Only numbers from 0 upwards and instants are written.
 */
public final class CompactOutput {
    private static final int MASK_BITS = 63;

    private byte[] bytes;
    private int length;

    /** Starts empty. */
    public CompactOutput() {
        this.bytes = new byte[512];
    }

    /** Writes a number; a negative one takes ten bytes. */
    public void writeLong(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Writes a number. */
    public void writeInt(int value) {
        writeLong(value);
    }

    /** Writes a fraction, 8 bytes. */
    public void writeDouble(double value) {
        ensure(Long.BYTES);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    /** Writes whether something follows. */
    public void writeFlag(boolean value) {
        writeLong(value ? 1 : 0);
    }

    /** Writes a text. */
    public void writeText(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        writeLong(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** Writes a text that may be absent. */
    public void writeOptionalText(@Nullable String text) {
        writeFlag(text != null);
        if (text != null) {
            writeText(text);
        }
    }

    /** Writes an array of at most 63 elements, most of them zero. */
    public void writeSparse(long[] values) {
        if (values.length > MASK_BITS) {
            throw new IllegalArgumentException("array has " + values.length + " elements");
        }
        long mask = 0;
        for (int i = 0; i < values.length; i++) {
            mask |= values[i] == 0 ? 0 : 1L << i;
        }
        writeLong(mask);
        for (long value : values) {
            if (value != 0) {
                writeLong(value);
            }
        }
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** What was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
