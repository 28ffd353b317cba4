// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One number of a finding's evidence or of an expected effect, in words.
 *
 * @param label what it is: {@code Silent unarmed sockets}
 * @param value what it comes to, with its unit: {@code 140}, {@code 5 min}, {@code 57 %}
 */
public record Fact(String label, String value) {
    /** Under this name stands what the other numbers were computed by. */
    private static final String FORMULA = "formula";

    /** The names under which a finding tells what its card tells anyway. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of(FORMULA, "host");

    /**
     * Facts by name with unit, shares first, then counts, rates, times, sizes and words: the
     * database does not keep the order in which they were told.
     */
    public static List<Fact> all(Map<String, Object> numbersByName) {
        return numbersByName.entrySet().stream()
                .filter(entry -> !TOLD_ELSEWHERE.contains(entry.getKey()))
                .sorted(Comparator.comparingInt(entry -> rank(entry.getKey(), entry.getValue())))
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What the numbers were computed by; empty where that is not told. */
    static String formula(Map<String, Object> numbersByName) {
        return numbersByName.getOrDefault(FORMULA, "").toString();
    }

    private static int rank(String name, Object value) {
        if (!(value instanceof Number)) {
            return Unit.values().length + 1;
        }
        Unit unit = Unit.of(name);
        return unit == null ? Unit.COUNTS_RANK : unit.rank;
    }

    /** One fact; the unit at the end of its name moves behind the value. */
    static Fact of(String name, Object value) {
        if (value instanceof Number number) {
            double amount = number.doubleValue();
            Unit unit = Unit.of(name);
            return unit == null
                    ? new Fact(words(name), plain(amount))
                    : new Fact(words(unit.without(name)), unit.text(amount));
        }
        return new Fact(words(name), text(value));
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> Text.NONE;
            case Boolean flag -> flag ? "yes" : "no";
            case Number number -> plain(number.doubleValue());
            case Collection<?> values ->
                    values.stream().map(Fact::text).collect(Collectors.joining(", "));
            case Map<?, ?> values ->
                    values.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + text(entry.getValue()))
                            .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** {@code 1,234}, {@code 0.43}, {@code -3}. */
    private static String plain(double amount) {
        if (amount == Math.rint(amount) && Math.abs(amount) < 1e15) {
            return Text.count((long) amount);
        }
        return String.format(Locale.ROOT, Math.abs(amount) < 10 ? "%.2f" : "%.1f", amount);
    }

    /** {@code timeWaitSockets} becomes {@code Time wait sockets}. */
    static String words(String camelCase) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            boolean startsWord =
                    Character.isUpperCase(c)
                            && i > 0
                            && !Character.isUpperCase(camelCase.charAt(i - 1));
            if (startsWord) {
                words.append(' ');
            }
            words.append(i == 0 ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return words.toString();
    }

    /** Units that a name may end in. */
    private enum Unit {
        UTILISATION("tilisation", 0),
        SHARE("Share", 0),
        PER_SECOND("PerSecond", 2),
        SECONDS("Seconds", 3),
        MILLIS("Millis", 3),
        MICROS("Micros", 3),
        BYTES("Bytes", 4);

        static final int COUNTS_RANK = 1;

        private final String suffix;
        private final int rank;

        Unit(String suffix, int rank) {
            this.suffix = suffix;
            this.rank = rank;
        }

        /** The unit that a name ends in; null where it ends in none. */
        static @Nullable Unit of(String name) {
            for (Unit unit : values()) {
                if (name.endsWith(unit.suffix)) {
                    return unit;
                }
            }
            return null;
        }

        /** The name without its unit; utilisation is name and unit in one. */
        String without(String name) {
            return this == UTILISATION ? name : name.substring(0, name.length() - suffix.length());
        }

        String text(double amount) {
            return switch (this) {
                case PER_SECOND -> Text.rate(amount) + Text.NBSP + "/s";
                case SECONDS ->
                        amount < 60 && amount != Math.rint(amount)
                                ? plain(amount) + Text.NBSP + "s"
                                : Text.span(Duration.ofSeconds(Math.round(amount)));
                case MILLIS -> Text.micros(Math.round(amount * 1000));
                case MICROS -> Text.micros(Math.round(amount));
                case BYTES -> Text.bytes(Math.round(amount));
                case UTILISATION, SHARE -> Text.percent(amount);
            };
        }
    }
}
