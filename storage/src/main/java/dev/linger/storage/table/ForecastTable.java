// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.forecast.Forecast;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** forecast: one row per destination, range and run; the same range computed again replaces it. */
public final class ForecastTable {
    private static final List<String> KEY =
            List.of("service", "endpoint", "range_to", "computed_by");

    private static final Stage<Forecast> FORECAST =
            new Stage<>(
                    "forecast",
                    List.of(
                            Column.text("service", Forecast::service),
                            Column.text("endpoint", Forecast::endpoint),
                            Column.instant("range_from", Forecast::from),
                            Column.instant("range_to", Forecast::to),
                            Column.text("computed_by", row -> row.computedBy().label()),
                            Column.integer("minutes", Forecast::minutes),
                            Column.integer("usable_ports", Forecast::usablePorts),
                            Column.decimal("utilisation_last", Forecast::utilisationLast),
                            Column.decimal("utilisation_peak", Forecast::utilisationPeak),
                            Column.decimal("utilisation_p95", Forecast::utilisationP95),
                            Column.decimal("trend_per_hour", Forecast::trendPerHour),
                            Column.bigintOrNull("seconds_to_cliff", Forecast::secondsToCliff),
                            Column.bigintOrNull(
                                    "seconds_to_exhaustion", Forecast::secondsToExhaustion)));

    private ForecastTable() {}

    /** Writes forecasts in the order in which they came, within the connection's transaction. */
    public static void write(Connection connection, Collection<Forecast> arrived)
            throws SQLException {
        Map<List<Object>, Forecast> latest = new LinkedHashMap<>();
        for (Forecast forecast : arrived) {
            latest.put(
                    List.of(
                            forecast.service(),
                            forecast.endpoint(),
                            forecast.to(),
                            forecast.computedBy()),
                    forecast);
        }
        FORECAST.fill(connection, latest.values());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into forecast (%1$s) select %1$s from %4$s order by %2$s
                    on conflict (%2$s) do update set %3$s
                    """
                            .formatted(
                                    FORECAST.columnList(),
                                    String.join(", ", KEY),
                                    FORECAST.assignments(KEY),
                                    FORECAST.name()));
        }
    }
}
