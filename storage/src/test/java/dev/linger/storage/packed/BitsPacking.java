// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.Database;
import dev.linger.storage.packed.FreshColumn.Kind;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs days as programs did up to schema version 12: numbers are strings of bits. */
final class BitsPacking {
    private BitsPacking() {}

    /** Packs every fresh row before a day. */
    static void pack(Database database, LocalDate before) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            for (String view : List.of("service_minute", "endpoint_minute", "listener_minute")) {
                pack(connection, view, before);
            }
        }
    }

    private static void pack(Connection connection, String view, LocalDate before)
            throws SQLException {
        List<FreshColumn> columns = FreshColumn.of(connection, view + "_fresh");
        Map<List<Object>, @Nullable Object[][]> hours = new LinkedHashMap<>();
        Set<LocalDate> days = new LinkedHashSet<>();
        String old = " from %s_fresh where minute < '%s 00:00+00'".formatted(view, before);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select *" + old)) {
            while (row.next()) {
                OffsetDateTime minute = row.getObject("minute", OffsetDateTime.class);
                days.add(minute.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
                List<Object> key = new ArrayList<>(List.of(minute.withMinute(0)));
                for (FreshColumn column : columns) {
                    if (column.kind() == Kind.KEY) {
                        key.add(row.getString(column.name()));
                    }
                }
                @Nullable Object[] values = new Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    Object value = row.getObject(columns.get(i).name());
                    values[i] = value instanceof java.sql.Array array ? array.getArray() : value;
                }
                hours.computeIfAbsent(key, it -> new Object[60][])[minute.getMinute()] = values;
            }
        }
        for (Map.Entry<List<Object>, @Nullable Object[][]> hour : hours.entrySet()) {
            insert(connection, view, columns, hour.getKey(), hour.getValue());
        }
        for (LocalDate day : days) {
            Packing.addMinutes(connection, day);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete" + old);
        }
    }

    private static void insert(
            Connection connection,
            String view,
            List<FreshColumn> columns,
            List<Object> key,
            @Nullable Object[][] rows)
            throws SQLException {
        Map<String, @Nullable Object> packed = new LinkedHashMap<>();
        packed.put("hour", key.getFirst());
        List<String> keys =
                columns.stream()
                        .filter(it -> it.kind() == Kind.KEY)
                        .map(FreshColumn::name)
                        .toList();
        for (int i = 0; i < keys.size(); i++) {
            packed.put(keys.get(i), key.get(i + 1));
        }
        String absent =
                Stream.of(rows).map(row -> row == null ? "1" : "0").collect(Collectors.joining());
        packed.put("absent", absent.contains("1") ? absent : null);
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            put(
                    packed,
                    connection,
                    columns.get(i),
                    n -> rows[n] == null ? null : rows[n][at],
                    rows);
        }
        String sql =
                "insert into %s_packed (%s) values (%s)"
                        .formatted(
                                view,
                                String.join(", ", packed.keySet()),
                                packed.entrySet().stream()
                                        .map(it -> isBits(it.getKey(), keys) ? "?::varbit" : "?")
                                        .collect(Collectors.joining(", ")));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Object value : packed.values()) {
                statement.setObject(at++, value);
            }
            statement.executeUpdate();
        }
    }

    private static boolean isBits(String column, List<String> keys) {
        return !column.equals("hour") && !keys.contains(column) && !column.endsWith("_values");
    }

    private static void put(
            Map<String, @Nullable Object> packed,
            Connection connection,
            FreshColumn column,
            IntFunction<@Nullable Object> value,
            @Nullable Object[][] rows)
            throws SQLException {
        String name = column.name();
        switch (column.kind()) {
            case KEY -> {}
            case INTEGER, BIGINT, FLAG -> {
                boolean big = !column.required() || column.kind() == Kind.BIGINT;
                int nullFirst = column.required() ? 0 : 1;
                packed.put(
                        name,
                        bits(
                                big ? Long.SIZE : Integer.SIZE,
                                rows,
                                n -> whole(value.apply(n), nullFirst)));
            }
            case COUNTS -> {
                for (int i = 0; i < FreshColumn.COUNTS; i++) {
                    int at = i;
                    packed.put(
                            name + "_" + (i + 1),
                            bits(Integer.SIZE, rows, n -> counts(value.apply(n))[at]));
                }
            }
            case TEXT, DECIMAL -> {
                List<Object> known = new ArrayList<>();
                for (int n = 0; n < rows.length; n++) {
                    Object one = value.apply(n);
                    if (one != null && !known.contains(one)) {
                        known.add(one);
                    }
                }
                int nullFirst = column.required() ? 0 : 1;
                packed.put(
                        name,
                        bits(
                                Integer.SIZE,
                                rows,
                                n ->
                                        value.apply(n) == null
                                                ? 0
                                                : known.indexOf(value.apply(n)) + nullFirst));
                packed.put(
                        name + "_values",
                        known.isEmpty()
                                ? null
                                : connection.createArrayOf(
                                        column.kind() == Kind.TEXT ? "text" : "float8",
                                        known.toArray()));
            }
        }
    }

    private static long whole(@Nullable Object value, int nullFirst) {
        return switch (value) {
            case null -> 0;
            case Boolean flag -> flag ? 1 : 0;
            case Number number -> number.longValue() + nullFirst;
            default -> throw new IllegalStateException(value + " is no number");
        };
    }

    private static Integer[] counts(@Nullable Object array) {
        if (array == null) {
            throw new IllegalStateException("an age histogram is never null");
        }
        return (Integer[]) array;
    }

    /** What numbers there are. */
    private interface Numbers {
        long at(int position);
    }

    private static @Nullable String bits(int size, @Nullable Object[][] rows, Numbers numbers) {
        long smallest = Long.MAX_VALUE;
        long largest = Long.MIN_VALUE;
        for (int n = 0; n < rows.length; n++) {
            if (rows[n] != null) {
                smallest = Math.min(smallest, numbers.at(n));
                largest = Math.max(largest, numbers.at(n));
            }
        }
        if (smallest == 0 && largest == 0) {
            return null;
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(largest - smallest);
        StringBuilder bits = new StringBuilder(binary(smallest, size));
        for (int n = 0; n < rows.length; n++) {
            bits.append(binary(rows[n] == null ? 0 : numbers.at(n) - smallest, width));
        }
        return bits.toString();
    }

    private static String binary(long value, int width) {
        String all = Long.toBinaryString(value);
        return ("0".repeat(Long.SIZE - all.length()) + all).substring(Long.SIZE - width);
    }
}
