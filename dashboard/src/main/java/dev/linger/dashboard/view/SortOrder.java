// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.view;

import dev.linger.model.finding.Severity;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The order of the services: by one column, the worst or largest first, or turned round.
 *
 * @param column the column
 * @param reversed whether it is turned round
 */
public record SortOrder(Column column, boolean reversed) {
    /** Severity, then port utilisation. */
    public static final SortOrder DEFAULT = new SortOrder(Column.STATUS, false);

    private static final Comparator<ServiceRow> BY_NAME = Comparator.comparing(ServiceRow::service);
    private static final Comparator<ServiceRow> BY_SEVERITY =
            Comparator.comparing(
                    ServiceRow::worst,
                    Comparator.nullsLast(Comparator.<Severity>naturalOrder().reversed()));
    private static final Comparator<ServiceRow> BY_PORTS =
            Comparator.comparingDouble(SortOrder::utilisation).reversed();

    /** What the services can be sorted by. */
    public enum Column {
        STATUS,
        NAME,
        CONNECTIONS,
        PORTS,
        KEEPALIVE,
        CLOSES,
        QUEUE;

        /** As in the address of the page. */
        public String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Comparator<ServiceRow> order() {
            return switch (this) {
                case STATUS -> BY_SEVERITY.thenComparing(BY_PORTS);
                case NAME -> BY_NAME;
                case CONNECTIONS ->
                        Comparator.<ServiceRow>comparingLong(row -> row.bar().connections())
                                .reversed();
                case PORTS -> BY_PORTS;
                case KEEPALIVE -> Comparator.comparingDouble(SortOrder::covered);
                case CLOSES ->
                        Comparator.comparingDouble(ServiceRow::activeClosesPerSecond).reversed();
                case QUEUE -> Comparator.comparingDouble(SortOrder::queued).reversed();
            };
        }
    }

    /** Reads {@code ports} or {@code -ports}; anything else is the default. */
    public static SortOrder parse(@Nullable String parameter) {
        if (parameter == null) {
            return DEFAULT;
        }
        boolean reversed = parameter.startsWith("-");
        String name = reversed ? parameter.substring(1) : parameter;
        for (Column column : Column.values()) {
            if (column.parameter().equals(name)) {
                return new SortOrder(column, reversed);
            }
        }
        return DEFAULT;
    }

    /** What {@link #parse} reads. */
    public String parameter() {
        return (reversed ? "-" : "") + column.parameter();
    }

    /** The order that a click on a column's heading leads to. */
    public SortOrder afterClickOn(Column clicked) {
        return new SortOrder(clicked, clicked == column && !reversed);
    }

    /** The services in this order; equal ones by name. */
    public List<ServiceRow> sorted(List<ServiceRow> rows) {
        Comparator<ServiceRow> order = column.order();
        return rows.stream()
                .sorted((reversed ? order.reversed() : order).thenComparing(BY_NAME))
                .toList();
    }

    private static double utilisation(ServiceRow row) {
        return row.ports() == null ? -1 : row.ports().utilisation();
    }

    /** Those that nothing is known of come last. */
    private static double covered(ServiceRow row) {
        return row.coverage() == null ? 2 : row.coverage().share();
    }

    private static double queued(ServiceRow row) {
        return row.queue() == null ? -1 : row.queue().share();
    }
}
