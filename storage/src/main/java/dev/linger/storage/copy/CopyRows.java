// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.copy;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format"). All integers are
 * big-endian.
 *
 * <pre>
 *   signature(11) flags(4) extension(4)  { fields(2) { length(4) value }* }*  -1(2)
 * </pre>
 */
final class CopyRows {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /** The last year of timestamptz is 294276; model times end long before. */
    private static final Instant LAST_INSTANT = Instant.parse("+294276-01-01T00:00:00Z");

    private static final Instant FIRST_INSTANT = Instant.parse("-4712-01-02T00:00:00Z");
    private static final int INT4_OID = 23;
    private static final int TEXT_OID = 25;
    private static final int FLOAT8_OID = 701;
    private static final byte JSONB_VERSION = 1;

    private final CharsetEncoder utf8 =
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);

    CopyRows() {
        bytes.put(HEADER);
    }

    void row(int fields) {
        room(2).putShort((short) fields);
    }

    void absent() {
        room(4).putInt(-1);
    }

    void smallint(String column, long value) {
        within(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
        room(6).putInt(2).putShort((short) value);
    }

    void integer(String column, long value) {
        within(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        room(8).putInt(4).putInt((int) value);
    }

    void bigint(long value) {
        room(12).putInt(8).putLong(value);
    }

    void decimal(double value) {
        room(12).putInt(8).putDouble(value);
    }

    void flag(boolean value) {
        room(5).putInt(1).put((byte) (value ? 1 : 0));
    }

    void instant(String column, Instant value) {
        if (value.isBefore(FIRST_INSTANT) || value.isAfter(LAST_INSTANT)) {
            throw new UnstorableValueException(
                    column + " is " + value + "; a timestamptz lies between 4713 BC and AD 294276");
        }
        Duration since = Duration.between(POSTGRES_EPOCH, value);
        room(12).putInt(8)
                .putLong(
                        Math.addExact(
                                Math.multiplyExact(since.getSeconds(), 1_000_000L),
                                since.getNano() / 1_000));
    }

    void text(String column, String value) {
        int lengthAt = room(4).position();
        bytes.putInt(0);
        utf8(column, value);
        closeLength(lengthAt);
    }

    void jsonb(String column, String json) {
        int lengthAt = room(5).position();
        bytes.putInt(0).put(JSONB_VERSION);
        utf8(column, json);
        closeLength(lengthAt);
    }

    void bytea(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
    }

    void integerArray(String column, List<Long> values) {
        arrayHead(values.size(), INT4_OID, 20 + 8 * values.size());
        for (long value : values) {
            integer(column, value);
        }
    }

    void textArray(String column, List<String> values) {
        int lengthAt = room(4).position();
        arrayHead(values.size(), TEXT_OID, 0);
        for (String value : values) {
            text(column, value);
        }
        closeLength(lengthAt);
    }

    void decimalArray(List<Double> values) {
        arrayHead(values.size(), FLOAT8_OID, 20 + 12 * values.size());
        for (double value : values) {
            decimal(value);
        }
    }

    /** bits(4) bytes. */
    void bits(Bits value) {
        room(8 + value.bytes().length)
                .putInt(4 + value.bytes().length)
                .putInt(value.length())
                .put(value.bytes());
    }

    /** The finished stream; nothing can be added after it. */
    ByteBuffer finish() {
        return room(2).putShort((short) -1).flip();
    }

    /** length(4) dimensions(4) hasNull(4) elementOid(4) [size(4) lowerBound(4)]. */
    private void arrayHead(int size, int elementOid, int length) {
        room(24).putInt(size == 0 ? 12 : length)
                .putInt(size == 0 ? 0 : 1)
                .putInt(0)
                .putInt(elementOid);
        if (size > 0) {
            bytes.putInt(size).putInt(1);
        }
    }

    private void utf8(String column, String value) {
        room((int) (value.length() * (double) utf8.maxBytesPerChar()) + 4);
        try {
            utf8.reset();
            throwIfError(utf8.encode(CharBuffer.wrap(value), bytes, true));
            throwIfError(utf8.flush(bytes));
        } catch (CharacterCodingException e) {
            throw new UnstorableValueException(
                    column + " holds half of a surrogate pair, which UTF-8 cannot carry");
        }
    }

    private static void throwIfError(java.nio.charset.CoderResult result)
            throws CharacterCodingException {
        if (result.isError()) {
            result.throwException();
        }
    }

    private void closeLength(int lengthAt) {
        bytes.putInt(lengthAt, bytes.position() - lengthAt - 4);
    }

    private static void within(String column, long value, long min, long max) {
        if (value < min || value > max) {
            throw new UnstorableValueException(
                    column + " is " + value + "; the column holds " + min + " to " + max);
        }
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int size = Math.max(bytes.capacity() * 2, Math.addExact(bytes.position(), more));
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).position(bytes.position());
        }
        return bytes;
    }

    /** Writes a value, or null for a missing one. */
    <T> void orAbsent(@Nullable T value, java.util.function.Consumer<T> writer) {
        if (value == null) {
            absent();
        } else {
            writer.accept(value);
        }
    }
}
