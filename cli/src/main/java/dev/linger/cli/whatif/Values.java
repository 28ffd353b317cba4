// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.whatif;

import dev.linger.advice.kernel.PortRange;
import dev.linger.model.settings.Durations;

import java.time.Duration;
import java.util.Locale;

/** Option values by type. A refusal names the option, the value, and what is wanted. */
final class Values {
    private Values() {}

    static double decimal(String option, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, together with numbers that are out of range.
        }
        throw refused(option, text, "a number from 0, as 300 or 0.5");
    }

    static long whole(String option, String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, together with numbers that are out of range.
        }
        throw refused(option, text, "a whole number from 0");
    }

    static boolean onOff(String option, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "1" -> true;
            case "off", "0" -> false;
            default -> throw refused(option, text, "on or off");
        };
    }

    static Duration time(String option, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw refused(option, text, "a time, as 500ms, 10s or 2h");
        }
    }

    static PortRange range(String option, String text) {
        String[] ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            }
        } catch (IllegalArgumentException malformed) {
            // Refused below: not two numbers, or not ports in rising order.
        }
        throw refused(option, text, "two ports from 1 to 65535, as 1024-65535");
    }

    private static IllegalArgumentException refused(String option, String text, String wanted) {
        return new IllegalArgumentException(option + " is '" + text + "'; give " + wanted);
    }
}
