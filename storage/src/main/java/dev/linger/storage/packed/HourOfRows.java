// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.packed.FreshColumn.Kind;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one key in one hour, while they are put together, and as one packed row. */
final class HourOfRows {
    private final Instant hour;
    private final List<String> key;
    private final boolean[] present = new boolean[HourNumbers.MINUTES];
    private final List<Part> parts = new ArrayList<>();

    /** An hour without rows yet. */
    HourOfRows(Instant hour, List<String> key, List<FreshColumn> columns) {
        this.hour = hour;
        this.key = List.copyOf(key);
        for (FreshColumn column : columns) {
            if (column.kind() != Kind.KEY) {
                parts.add(Part.of(column));
            }
        }
    }

    /** Takes the fields of a row that are not in the key, in the order of the columns. */
    void add(int position, List<@Nullable ByteBuffer> fields) {
        present[position] = true;
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).set(position, fields.get(i));
        }
    }

    /**
     * The packed row's values in the order of {@link PackedColumns#of}.
     *
     * @throws UnpackableException if a value cannot be held exactly
     */
    List<@Nullable Object> pack() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(hour);
        values.addAll(key);
        values.add(PackedColumns.absent(present));
        parts.forEach(part -> part.pack(values));
        return values;
    }

    /** One column of the rows. */
    private interface Part {
        void set(int position, @Nullable ByteBuffer field);

        void pack(List<@Nullable Object> values);

        static Part of(FreshColumn column) {
            return switch (column.kind()) {
                case INTEGER -> number(column, Integer.SIZE);
                case BIGINT -> number(column, Long.SIZE);
                case FLAG -> new Numbers(Integer.SIZE);
                case TEXT, DECIMAL -> new Dictionary(column);
                case COUNTS -> new Counts();
                case KEY -> throw new IllegalArgumentException("a key is not packed");
            };
        }

        private static Part number(FreshColumn column, int size) {
            return column.required() ? new Numbers(size) : new NumbersOrNull(size);
        }
    }

    /** Numbers that are never null. */
    private static final class Numbers implements Part {
        private final HourNumbers numbers;

        Numbers(int size) {
            numbers = new HourNumbers(size);
        }

        @Override
        public void set(int position, @Nullable ByteBuffer field) {
            numbers.set(position, number(field));
        }

        @Override
        public void pack(List<@Nullable Object> values) {
            PackedColumns.add(values, numbers);
        }
    }

    /** Numbers that may be null. */
    private static final class NumbersOrNull implements Part {
        private final HourNumbers numbers;
        private final boolean[] known = new boolean[HourNumbers.MINUTES];

        NumbersOrNull(int size) {
            numbers = new HourNumbers(size);
            Arrays.fill(known, true);
        }

        @Override
        public void set(int position, @Nullable ByteBuffer field) {
            known[position] = field != null;
            if (field != null) {
                numbers.set(position, number(field));
            }
        }

        @Override
        public void pack(List<@Nullable Object> values) {
            PackedColumns.addOrNull(values, numbers, known);
        }
    }

    /** An array of counts, each of them a column. */
    private static final class Counts implements Part {
        private final List<HourNumbers> counts = new ArrayList<>();

        Counts() {
            for (int i = 0; i < FreshColumn.COUNTS; i++) {
                counts.add(new HourNumbers(Integer.SIZE));
            }
        }

        /** dimensions(4) hasNull(4) elementOid(4) size(4) lowerBound(4) { length(4) value(4) }*. */
        @Override
        public void set(int position, @Nullable ByteBuffer field) {
            if (field == null
                    || field.remaining() != 20 + 8 * FreshColumn.COUNTS
                    || field.getInt() != 1
                    || field.getInt() != 0) {
                throw new UnpackableException("an array without its " + FreshColumn.COUNTS);
            }
            field.getInt();
            if (field.getInt() != FreshColumn.COUNTS || field.getInt() != 1) {
                throw new UnpackableException("an array that does not begin at 1");
            }
            for (HourNumbers count : counts) {
                field.getInt();
                count.set(position, field.getInt());
            }
        }

        @Override
        public void pack(List<@Nullable Object> values) {
            counts.forEach(count -> PackedColumns.add(values, count));
        }
    }

    /** Texts or decimals: what there was, and for each minute which of it. */
    private static final class Dictionary implements Part {
        private final FreshColumn column;
        private final HourNumbers which = new HourNumbers(Integer.SIZE);
        private final Map<Object, Integer> known = new LinkedHashMap<>();

        Dictionary(FreshColumn column) {
            this.column = column;
        }

        @Override
        public void set(int position, @Nullable ByteBuffer field) {
            if (field == null) {
                which.set(position, 0);
                return;
            }
            Object value =
                    column.kind() == Kind.TEXT
                            ? StandardCharsets.UTF_8.decode(field).toString()
                            : (Object) field.getDouble();
            int index = known.computeIfAbsent(value, it -> known.size());
            which.set(position, column.required() ? index : index + 1);
        }

        @Override
        public void pack(List<@Nullable Object> values) {
            PackedColumns.add(values, which);
            values.add(known.isEmpty() ? null : List.copyOf(known.keySet()));
        }
    }

    private static long number(@Nullable ByteBuffer field) {
        if (field == null) {
            throw new UnpackableException("null in a column that is never null");
        }
        return switch (field.remaining()) {
            case 1 -> field.get();
            case 4 -> field.getInt();
            case 8 -> field.getLong();
            default -> throw new IllegalStateException(field.remaining() + " bytes of a number");
        };
    }
}
