// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.copy.Bits;
import dev.linger.storage.copy.Column;
import dev.linger.storage.packed.FreshColumn.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The columns of a packed table, as join_packed_history makes them, and the values of a row. */
final class PackedColumns {
    private PackedColumns() {}

    /** Hour, key, absent minutes, and then what each fresh column became, in their order. */
    static List<Column<List<@Nullable Object>>> of(List<FreshColumn> fresh) {
        List<Column<List<@Nullable Object>>> columns = new ArrayList<>();
        columns.add(Column.instant("hour", row -> (Instant) row.getFirst()));
        for (FreshColumn column : fresh) {
            if (column.kind() == Kind.KEY) {
                int at = columns.size();
                columns.add(Column.text(column.name(), row -> (String) row.get(at)));
            }
        }
        columns.add(bits("absent", columns.size()));
        for (FreshColumn column : fresh) {
            addTo(columns, column);
        }
        return columns;
    }

    private static void addTo(List<Column<List<@Nullable Object>>> columns, FreshColumn column) {
        switch (column.kind()) {
            case KEY -> {}
            case INTEGER, BIGINT, FLAG -> {
                number(columns, column.name(), column.kind() == Kind.BIGINT);
                if (!column.required()) {
                    columns.add(bits(column.name() + "_absent", columns.size()));
                }
            }
            case COUNTS -> {
                for (int i = 1; i <= FreshColumn.COUNTS; i++) {
                    number(columns, column.name() + "_" + i, false);
                }
            }
            case TEXT -> {
                number(columns, column.name(), false);
                columns.add(texts(column.name() + "_values", columns.size()));
            }
            case DECIMAL -> {
                number(columns, column.name(), false);
                columns.add(decimals(column.name() + "_values", columns.size()));
            }
        }
    }

    /** Appends the values of a number that is never null. */
    static void add(List<@Nullable Object> values, HourNumbers numbers) {
        values.add(numbers.smallestUnlessZero());
        values.add(numbers.above());
    }

    /** Appends the values of a number that is null in the minutes that are not known. */
    static void addOrNull(List<@Nullable Object> values, HourNumbers numbers, boolean[] known) {
        values.add(numbers.smallest());
        values.add(numbers.above());
        values.add(numbers.smallest() == null ? null : absent(known));
    }

    /** Which minutes are not there, null where all are. */
    static @Nullable Bits absent(boolean[] present) {
        Bits bits = new Bits(HourNumbers.MINUTES);
        boolean any = false;
        for (int i = 0; i < HourNumbers.MINUTES; i++) {
            if (!present[i]) {
                bits.put(i, 1, 1);
                any = true;
            }
        }
        return any ? bits : null;
    }

    private static void number(
            List<Column<List<@Nullable Object>>> columns, String name, boolean big) {
        int at = columns.size();
        columns.add(
                big
                        ? Column.bigintOrNull(name, row -> (Long) row.get(at))
                        : Column.integerOrNull(name, row -> (Long) row.get(at)));
        columns.add(Column.bytes(name + "_above", row -> (byte[]) row.get(at + 1)));
    }

    private static Column<List<@Nullable Object>> bits(String name, int at) {
        return Column.bits(name, row -> (Bits) row.get(at));
    }

    @SuppressWarnings("unchecked")
    private static Column<List<@Nullable Object>> texts(String name, int at) {
        return Column.textsOrNull(name, row -> (List<String>) row.get(at));
    }

    @SuppressWarnings("unchecked")
    private static Column<List<@Nullable Object>> decimals(String name, int at) {
        return Column.decimalsOrNull(name, row -> (List<Double>) row.get(at));
    }
}
