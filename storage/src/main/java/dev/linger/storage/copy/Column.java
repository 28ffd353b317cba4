// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.copy;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.linger.model.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A column of a table and where its value comes from.
 *
 * @param <R> what a row is made of
 */
public final class Column<R> {
    private final String name;
    private final BiConsumer<CopyRows, R> writer;

    private Column(String name, BiConsumer<CopyRows, R> writer) {
        this.name = name;
        this.writer = writer;
    }

    /** The column's name in SQL. */
    String name() {
        return name;
    }

    /** Appends the value of one row. */
    void write(CopyRows rows, R row) {
        writer.accept(rows, row);
    }

    /** {@code timestamptz}, microseconds. */
    public static <R> Column<R> instant(String name, Function<R, @Nullable Instant> value) {
        return new Column<>(
                name, (rows, row) -> rows.orAbsent(value.apply(row), it -> rows.instant(name, it)));
    }

    /** {@code text}. */
    public static <R> Column<R> text(String name, Function<R, @Nullable String> value) {
        return new Column<>(
                name, (rows, row) -> rows.orAbsent(value.apply(row), it -> rows.text(name, it)));
    }

    /** {@code boolean}. */
    public static <R> Column<R> flag(String name, Predicate<R> value) {
        return new Column<>(name, (rows, row) -> rows.flag(value.test(row)));
    }

    /** {@code smallint}, or null. */
    public static <R> Column<R> smallint(String name, Function<R, @Nullable Integer> value) {
        return new Column<>(
                name,
                (rows, row) -> rows.orAbsent(value.apply(row), it -> rows.smallint(name, it)));
    }

    /** {@code integer}; refuses what does not fit into 32 bits. */
    public static <R> Column<R> integer(String name, ToLongFunction<R> value) {
        return new Column<>(name, (rows, row) -> rows.integer(name, value.applyAsLong(row)));
    }

    /** {@code integer}, or null. */
    public static <R> Column<R> integerOrNull(String name, Function<R, @Nullable Long> value) {
        return new Column<>(
                name, (rows, row) -> rows.orAbsent(value.apply(row), it -> rows.integer(name, it)));
    }

    /** {@code bigint}. */
    public static <R> Column<R> bigint(String name, ToLongFunction<R> value) {
        return new Column<>(name, (rows, row) -> rows.bigint(value.applyAsLong(row)));
    }

    /** {@code bigint}, or null. */
    public static <R> Column<R> bigintOrNull(String name, Function<R, @Nullable Long> value) {
        return new Column<>(name, (rows, row) -> rows.orAbsent(value.apply(row), rows::bigint));
    }

    /** {@code double precision}, or null. */
    public static <R> Column<R> decimal(String name, Function<R, @Nullable Double> value) {
        return new Column<>(name, (rows, row) -> rows.orAbsent(value.apply(row), rows::decimal));
    }

    /** {@code integer[]}. */
    public static <R> Column<R> integers(String name, Function<R, List<Long>> value) {
        return new Column<>(name, (rows, row) -> rows.integerArray(name, value.apply(row)));
    }

    /** {@code text[]}. */
    public static <R> Column<R> texts(String name, Function<R, List<String>> value) {
        return new Column<>(name, (rows, row) -> rows.textArray(name, value.apply(row)));
    }

    /** {@code text[]}, or null. */
    public static <R> Column<R> textsOrNull(
            String name, Function<R, @Nullable List<String>> value) {
        return new Column<>(
                name,
                (rows, row) -> rows.orAbsent(value.apply(row), it -> rows.textArray(name, it)));
    }

    /** {@code double precision[]}, or null. */
    public static <R> Column<R> decimalsOrNull(
            String name, Function<R, @Nullable List<Double>> value) {
        return new Column<>(
                name, (rows, row) -> rows.orAbsent(value.apply(row), rows::decimalArray));
    }

    /** {@code bit varying} or {@code bit(n)}, or null. */
    public static <R> Column<R> bits(String name, Function<R, @Nullable Bits> value) {
        return new Column<>(name, (rows, row) -> rows.orAbsent(value.apply(row), rows::bits));
    }

    /** {@code jsonb}, or null. */
    public static <R> Column<R> json(String name, Function<R, @Nullable Map<String, ?>> value) {
        return new Column<>(
                name,
                (rows, row) ->
                        rows.orAbsent(value.apply(row), it -> rows.jsonb(name, json(name, it))));
    }

    /** {@code bytea}, or null. */
    public static <R> Column<R> bytes(String name, Function<R, byte @Nullable []> value) {
        return new Column<>(name, (rows, row) -> rows.orAbsent(value.apply(row), rows::bytea));
    }

    private static String json(String name, Map<String, ?> value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UnstorableValueException(name + " cannot be written as JSON: " + e);
        }
    }
}
