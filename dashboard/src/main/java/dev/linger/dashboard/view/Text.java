// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as they are written on a page. */
public final class Text {
    /** Between a number and its unit: they stay on one line. */
    static final String NBSP = "\u00a0";

    /** Stands for what is not known or does not apply. */
    public static final String NONE = "–";

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK_SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_CLOCK =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Text() {}

    /** {@code 12,403}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 host}, {@code 3 hosts}. */
    public static String counted(long value, String one, String many) {
        return count(value) + NBSP + (value == 1 ? one : many);
    }

    /** {@code 57 %}; anything above 0 is at least {@code <1 %}. */
    public static String percent(double fraction) {
        double percent = fraction * 100;
        if (percent > 0 && percent < 1) {
            return "<1" + NBSP + "%";
        }
        return Math.round(percent) + NBSP + "%";
    }

    /** {@code 132}, {@code 5.5}, {@code 0.02}: two digits that count below 10. */
    public static String rate(double perSecond) {
        if (perSecond == 0) {
            return "0";
        }
        if (perSecond < 0.01) {
            return "<0.01";
        }
        if (perSecond < 1) {
            return String.format(Locale.ROOT, "%.2f", perSecond);
        }
        return perSecond < 10
                ? String.format(Locale.ROOT, "%.1f", perSecond)
                : count(Math.round(perSecond));
    }

    /** {@code 340 µs}, {@code 1.2 ms}, {@code 2.4 s}. */
    public static String micros(long micros) {
        if (micros < 1000) {
            return micros + NBSP + "µs";
        }
        double millis = micros / 1000.0;
        return millis < 1000
                ? String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis) + NBSP + "ms"
                : String.format(Locale.ROOT, "%.1f", millis / 1000) + NBSP + "s";
    }

    /** {@code 512 B}, {@code 1.4 KB}, {@code 20 MB}, in steps of 1024. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        String number =
                unit == 0 || value >= 10
                        ? count(Math.round(value))
                        : String.format(Locale.ROOT, "%.1f", value);
        return number + NBSP + units[unit];
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3 h 20 min}, {@code 2 d 4 h}; never negative. */
    public static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + NBSP + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + NBSP + "min";
        }
        if (seconds < 86_400) {
            long minutes = seconds % 3600 / 60;
            return seconds / 3600
                    + NBSP
                    + "h"
                    + (minutes == 0 ? "" : NBSP + minutes + NBSP + "min");
        }
        long hours = seconds % 86_400 / 3600;
        return count(seconds / 86_400) + NBSP + "d" + (hours == 0 ? "" : NBSP + hours + NBSP + "h");
    }

    /** {@code 14:02}, in UTC. */
    public static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** {@code 14:02:11}, in UTC. */
    public static String clockSeconds(Instant at) {
        return CLOCK_SECONDS.format(at);
    }

    /** {@code 21 Nov 14:02}, in UTC. */
    public static String dayAndClock(Instant at) {
        return DAY_AND_CLOCK.format(at);
    }
}
