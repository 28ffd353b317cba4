// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One number of a finding's evidence or of an expected effect, in words.
 *
 * @param label what it is: {@code Silent unarmed sockets}
 * @param value what it comes to, with its unit: {@code 140}, {@code 5 min}, {@code 57 %}
 */
public record Fact(String label, String value) {
    /** Facts by name with unit, in the order given. */
    public static List<Fact> all(Map<String, Object> numbersByName) {
        return numbersByName.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** One fact; the unit at the end of its name moves behind the value. */
    static Fact of(String name, Object value) {
        if (value instanceof Number number) {
            double amount = number.doubleValue();
            for (Unit unit : Unit.values()) {
                if (name.endsWith(unit.suffix)) {
                    String rest = name.substring(0, name.length() - unit.suffix.length());
                    return new Fact(words(rest.isEmpty() ? name : rest), unit.text(amount));
                }
            }
            return new Fact(words(name), plain(amount));
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
        PER_SECOND("PerSecond"),
        SECONDS("Seconds"),
        MILLIS("Millis"),
        MICROS("Micros"),
        BYTES("Bytes"),
        UTILISATION("tilisation"),
        SHARE("Share");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
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
