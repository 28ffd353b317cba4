// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * One configuration key.
 *
 * @param key dotted name, the unit as its last word where it has one
 * @param defaultText value where it is not set, as it would be written
 * @param doc one sentence for the reference
 * @param form what a value looks like, for the error message
 * @param parser turns text into the value; throws {@link IllegalArgumentException} (or its kin)
 * @param <T> the value
 */
public record Setting<T>(
        String key, String defaultText, String doc, String form, Function<String, T> parser) {

    /** Text of any form. */
    public static Setting<String> text(String key, String defaultText, String doc) {
        return new Setting<>(key, defaultText, doc, "text", Function.identity());
    }

    /** A whole number within {@code [min, max]}. */
    public static Setting<Long> integer(
            String key, long defaultValue, long min, long max, String doc) {
        return new Setting<>(
                key,
                Long.toString(defaultValue),
                doc,
                "a whole number from " + min + " to " + max,
                text -> within(Long.parseLong(text), min, max));
    }

    /** A fraction or ratio within {@code [min, max]}. */
    public static Setting<Double> decimal(
            String key, double defaultValue, double min, double max, String doc) {
        return new Setting<>(
                key,
                Double.toString(defaultValue),
                doc,
                "a number from " + min + " to " + max,
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= min && value <= max)) {
                        throw new IllegalArgumentException();
                    }
                    return value;
                });
    }

    /** A span of time such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 24h}, {@code 7d}. */
    public static Setting<Duration> duration(String key, String defaultText, String doc) {
        return new Setting<>(
                key,
                defaultText,
                doc,
                "a time such as 500ms, 10s, 5m, 24h or 7d",
                Durations::parse);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, boolean defaultValue, String doc) {
        return new Setting<>(
                key,
                Boolean.toString(defaultValue),
                doc,
                "true or false",
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException();
                        });
    }

    /** A path in the file system. */
    public static Setting<Path> path(String key, String defaultText, String doc) {
        return new Setting<>(key, defaultText, doc, "a path", Path::of);
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
