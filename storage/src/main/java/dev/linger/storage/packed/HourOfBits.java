// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.copy.Bits;
import dev.linger.storage.packed.FreshColumn.Kind;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A packed hour as schema version 8 wrote it. A number was a string of bits: the smallest of the
 * hour (32 or 64 bits), then 60 differences to it, as wide as the largest needs; null where it is 0
 * in every minute. A number that may be null was counted from 1.
 */
final class HourOfBits {
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final Iterator<@Nullable ByteBuffer> fields;

    /** A row with {@link #columns}. */
    HourOfBits(List<@Nullable ByteBuffer> fields) {
        this.fields = fields.iterator();
    }

    /** The columns of the old table, in the order in which they are read. */
    static List<String> columns(List<FreshColumn> fresh) {
        List<String> names = new ArrayList<>(List.of("hour"));
        fresh.stream().filter(it -> it.kind() == Kind.KEY).forEach(it -> names.add(it.name()));
        names.add("absent");
        for (FreshColumn column : fresh) {
            switch (column.kind()) {
                case KEY -> {}
                case INTEGER, BIGINT, FLAG -> names.add(column.name());
                case COUNTS -> {
                    for (int i = 1; i <= FreshColumn.COUNTS; i++) {
                        names.add(column.name() + "_" + i);
                    }
                }
                case TEXT, DECIMAL -> {
                    names.add(column.name());
                    names.add(column.name() + "_values");
                }
            }
        }
        return names;
    }

    /** The row's values in the order of {@link PackedColumns#of}. */
    List<@Nullable Object> packed(List<FreshColumn> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        ByteBuffer hour = fields.next();
        values.add(hour == null ? null : POSTGRES_EPOCH.plus(hour.getLong(), ChronoUnit.MICROS));
        for (FreshColumn column : columns) {
            if (column.kind() == Kind.KEY) {
                ByteBuffer key = fields.next();
                values.add(key == null ? null : text(key));
            }
        }
        values.add(absent(fields.next()));
        for (FreshColumn column : columns) {
            switch (column.kind()) {
                case KEY -> {}
                case INTEGER, BIGINT, FLAG -> {
                    if (column.required()) {
                        number(values, column.kind() == Kind.BIGINT ? Long.SIZE : Integer.SIZE);
                    } else {
                        numberOrNull(values, column.kind() == Kind.BIGINT);
                    }
                }
                case COUNTS -> {
                    for (int i = 1; i <= FreshColumn.COUNTS; i++) {
                        number(values, Integer.SIZE);
                    }
                }
                case TEXT -> {
                    number(values, Integer.SIZE);
                    values.add(array(fields.next(), HourOfBits::text));
                }
                case DECIMAL -> {
                    number(values, Integer.SIZE);
                    values.add(array(fields.next(), ByteBuffer::getDouble));
                }
            }
        }
        return values;
    }

    private void number(List<@Nullable Object> values, int size) {
        long[] old = numbers(fields.next(), size);
        HourNumbers numbers = new HourNumbers(size);
        for (int i = 0; i < old.length; i++) {
            numbers.set(i, old[i]);
        }
        PackedColumns.add(values, numbers);
    }

    private void numberOrNull(List<@Nullable Object> values, boolean big) {
        long[] old = numbers(fields.next(), Long.SIZE);
        HourNumbers numbers = new HourNumbers(big ? Long.SIZE : Integer.SIZE);
        boolean[] known = new boolean[HourNumbers.MINUTES];
        for (int i = 0; i < old.length; i++) {
            known[i] = old[i] != 0;
            if (known[i]) {
                numbers.set(i, old[i] - 1);
            }
        }
        PackedColumns.addOrNull(values, numbers, known);
    }

    private static long[] numbers(@Nullable ByteBuffer field, int smallestBits) {
        long[] numbers = new long[HourNumbers.MINUTES];
        if (field == null) {
            return numbers;
        }
        int width = (field.getInt() - smallestBits) / HourNumbers.MINUTES;
        int bytes = field.position();
        Arrays.fill(
                numbers, smallestBits == Integer.SIZE ? field.getInt(bytes) : field.getLong(bytes));
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += bits(field, bytes, smallestBits + i * width, width);
        }
        return numbers;
    }

    private static long bits(ByteBuffer field, int bytes, int from, int width) {
        long value = 0;
        for (int i = from; i < from + width; i++) {
            value = (value << 1) | ((field.get(bytes + i / 8) >> (7 - i % 8)) & 1);
        }
        return value;
    }

    private static @Nullable Bits absent(@Nullable ByteBuffer field) {
        if (field == null) {
            return null;
        }
        Bits absent = new Bits(field.getInt());
        int bytes = field.position();
        for (int i = 0; i < HourNumbers.MINUTES; i++) {
            absent.put(i, 1, bits(field, bytes, i, 1));
        }
        return absent;
    }

    /** dimensions(4) hasNull(4) elementOid(4) { size(4) lowerBound(4) } { length(4) value }*. */
    private static <T> @Nullable List<T> array(
            @Nullable ByteBuffer field, Function<ByteBuffer, T> element) {
        if (field == null) {
            return null;
        }
        if (field.getInt() == 0) {
            return List.of();
        }
        int size = field.getInt(field.position() + 8);
        field.position(field.position() + 16);
        List<T> elements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int length = field.getInt();
            elements.add(element.apply(field.slice(field.position(), length)));
            field.position(field.position() + length);
        }
        return elements;
    }

    private static String text(ByteBuffer field) {
        return StandardCharsets.UTF_8.decode(field).toString();
    }
}
