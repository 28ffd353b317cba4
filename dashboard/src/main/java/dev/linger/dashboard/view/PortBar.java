// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.minute.PortPressure;

import org.jspecify.annotations.Nullable;

/**
 * Ephemeral ports in use towards one endpoint, as a bar with the cliff marked.
 *
 * @param utilisation used over usable, 0 to about 1
 * @param fill length of the bar, 0 to 100
 * @param used ports in use
 * @param usable ports that may be used
 * @param host host nearest to running out
 * @param sourceAddress its local address
 * @param endpoint destination; absent where it is not known
 */
public record PortBar(
        double utilisation,
        double fill,
        long used,
        long usable,
        String host,
        String sourceAddress,
        @Nullable String endpoint) {

    /** From here on connect() searches half of the range, and gets a hundred times slower. */
    public static final double CLIFF = 0.5;

    /** How near the end is. */
    public enum Level {
        CALM("calm", ""),
        NEAR("near", "near the cliff"),
        PAST("past", "past the cliff"),
        EXHAUSTED("exhausted", "nearly exhausted");

        private final String style;
        private final String words;

        Level(String style, String words) {
            this.style = style;
            this.words = words;
        }

        /** The class in the style sheet. */
        public String style() {
            return style;
        }

        /** For people; empty where there is nothing to say. */
        public String words() {
            return words;
        }

        /** The level of a utilisation: 0.4, 0.5 and 0.9 are the rules' own default bounds. */
        public static Level of(double utilisation) {
            if (utilisation >= 0.9) {
                return EXHAUSTED;
            }
            if (utilisation >= CLIFF) {
                return PAST;
            }
            return utilisation >= 0.4 ? NEAR : CALM;
        }
    }

    /** The bar of this pressure; null where there is none. */
    public static @Nullable PortBar of(@Nullable PortPressure pressure, @Nullable String endpoint) {
        return pressure == null
                ? null
                : new PortBar(
                        pressure.utilisation(),
                        Shape.hundredths(pressure.utilisation(), 1),
                        pressure.used(),
                        pressure.usable(),
                        pressure.host(),
                        pressure.sourceAddress(),
                        endpoint);
    }

    /** How near the end is. */
    public Level level() {
        return Level.of(utilisation);
    }

    /** {@code 57 %}. */
    public String percent() {
        return Text.percent(utilisation);
    }

    /** {@code 330 of 600}. */
    public String counts() {
        return Text.count(used) + " of " + Text.count(usable);
    }

    /** The bar in words, for those who do not see it. */
    public String words() {
        String level = level().words();
        return counts() + " ports used, " + percent() + (level.isEmpty() ? "" : ", " + level);
    }
}
