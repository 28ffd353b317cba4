// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A small chart of one number over time. The line is interrupted where minutes are missing.
 *
 * @param title what it shows
 * @param style the class in the style sheet that gives it its colour
 * @param flat whether it is 0 wherever it is known
 * @param last its last value, in words
 * @param high its highest value, in words
 * @param line path of the line in a box of {@value #WIDTH} by {@value #HEIGHT}
 * @param area path of what lies under it
 * @param mark height of a line to compare with; absent where there is none
 * @param markLabel what that line means; empty where there is none
 */
public record Sparkline(
        String title,
        String style,
        boolean flat,
        String last,
        String high,
        String line,
        String area,
        @Nullable String mark,
        String markLabel) {
    /** Width of the box. */
    public static final int WIDTH = 600;

    /** Height of the box. */
    public static final int HEIGHT = 72;

    /** Room above the highest value, so that the line's own width is not cut off. */
    private static final double HEADROOM = 3;

    /** Minutes further apart than this are not connected. */
    private static final Duration GAP = Duration.ofSeconds(90);

    /**
     * A value at a time.
     *
     * @param at when
     * @param value how much, 0 or more; absent where nothing is known
     */
    public record Point(Instant at, @Nullable Double value) {}

    /**
     * Draws points within {@code [from, to)}.
     *
     * @param title what it shows
     * @param style its colour
     * @param points oldest first
     * @param words how a value is written
     * @param mark a value to compare with, shown with its label; absent for none
     */
    public static Sparkline of(
            String title,
            String style,
            Instant from,
            Instant to,
            List<Point> points,
            DoubleFunction<String> words,
            @Nullable Mark mark) {
        double high = 0;
        Double last = null;
        for (Point point : points) {
            Double value = point.value();
            if (value != null) {
                high = Math.max(high, value);
            }
            last = value;
        }
        double top = Math.max(high, mark == null ? 0 : mark.atLeast());
        double scale = top == 0 ? 0 : (HEIGHT - HEADROOM) / top;
        Paths paths = new Paths(from, to, scale);
        points.forEach(paths::add);
        return new Sparkline(
                title,
                style,
                high == 0,
                last == null ? Text.NONE : words.apply(last),
                last == null && high == 0 ? Text.NONE : words.apply(high),
                paths.line.toString(),
                paths.area(),
                mark == null ? null : Shape.coordinate(HEIGHT - mark.value() * scale),
                mark == null ? "" : mark.label());
    }

    /**
     * A value to compare with.
     *
     * @param value where the line is drawn
     * @param atLeast the chart reaches at least this high
     * @param label what it means
     */
    public record Mark(double value, double atLeast, String label) {}

    /** Whether there is anything to draw. */
    public boolean empty() {
        return line.isEmpty();
    }

    private static final class Paths {
        private final Instant from;
        private final double millis;
        private final double scale;
        private final StringBuilder line = new StringBuilder();
        private final StringBuilder area = new StringBuilder();
        private @Nullable Instant previous;
        private double previousX;

        Paths(Instant from, Instant to, double scale) {
            this.from = from;
            this.millis = Math.max(1, Duration.between(from, to).toMillis());
            this.scale = scale;
        }

        void add(Point point) {
            Double value = point.value();
            if (value == null) {
                end();
                return;
            }
            double x = Duration.between(from, point.at()).toMillis() / millis * WIDTH;
            double y = HEIGHT - value * scale;
            String at = Shape.coordinate(x) + " " + Shape.coordinate(y);
            if (previous == null || Duration.between(previous, point.at()).compareTo(GAP) > 0) {
                end();
                line.append('M').append(at).append("h0.01");
                area.append('M').append(Shape.coordinate(x)).append(' ').append(HEIGHT);
            } else {
                line.append('L').append(at);
            }
            area.append('L').append(at);
            previous = point.at();
            previousX = x;
        }

        private void end() {
            if (previous != null) {
                area.append('L').append(Shape.coordinate(previousX)).append(' ').append(HEIGHT);
                area.append('Z');
            }
            previous = null;
        }

        String area() {
            end();
            return area.toString();
        }
    }
}
