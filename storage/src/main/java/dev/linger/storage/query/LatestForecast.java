// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import dev.linger.model.forecast.ComputedBy;
import dev.linger.model.forecast.Forecast;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * The forecasts that still hold: of each service and endpoint the latest, if it looked at minutes
 * within an hour of the newest one. A bounded run over an old range is history, not a forecast.
 */
public final class LatestForecast {
    private static final String SQL =
            """
            select distinct on (service, endpoint) *
              from forecast
             where computed_by in ('stream', 'batch')
               and range_to > (select minute from service_minute_fresh order by minute desc limit 1)
                              - interval '1 hour'
             order by service, endpoint, range_to desc, computed_by desc
            """;

    private static final String BY_URGENCY =
            "select * from ("
                    + SQL
                    + ") latest order by seconds_to_cliff nulls last,"
                    + " seconds_to_exhaustion nulls last, utilisation_last desc, service, endpoint";

    private LatestForecast() {}

    /** All of them, the most urgent first. */
    public static List<Forecast> all(Handle handle) {
        return handle.createQuery(BY_URGENCY).map((row, context) -> read(row)).list();
    }

    private static Forecast read(ResultSet row) throws SQLException {
        return new Forecast(
                Forecast.SCHEMA_VERSION,
                row.getString("service"),
                row.getString("endpoint"),
                ComputedBy.valueOf(row.getString("computed_by").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "range_from"),
                Columns.instant(row, "range_to"),
                row.getInt("minutes"),
                row.getLong("usable_ports"),
                row.getDouble("utilisation_last"),
                row.getDouble("utilisation_peak"),
                row.getDouble("utilisation_p95"),
                row.getDouble("trend_per_hour"),
                Columns.wholeOrNull(row, "seconds_to_cliff"),
                Columns.wholeOrNull(row, "seconds_to_exhaustion"));
    }
}
