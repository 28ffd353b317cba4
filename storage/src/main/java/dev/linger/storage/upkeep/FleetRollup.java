// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** fleet_hour: hours of all services together, computed from service_hour after it. */
final class FleetRollup {
    private static final Map<String, String> COLUMNS = columns();

    private static final String HOURS =
            """
            insert into fleet_hour as f (hour, %1$s)
            select h.hour, %2$s
              from service_hour h
             where h.hour in (select hour from taken_hour)
             group by h.hour
             order by h.hour
            on conflict (hour) do update set %3$s
             where excluded.services >= f.services
            """
                    .formatted(
                            list(name -> name),
                            list(COLUMNS::get),
                            list(name -> name + " = excluded." + name));

    private FleetRollup() {}

    /** Recomputes the hours of {@code taken_hour}, within the connection's transaction. */
    static void recompute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(HOURS);
        }
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new TreeMap<>();
        columns.put("services", "count(*)");
        for (String summed :
                List.of(
                        "minutes",
                        "established_mean",
                        "time_wait_mean",
                        "close_wait_mean",
                        "syn_sent_mean",
                        "keepalive_armed_mean",
                        "keepalive_unarmed_mean",
                        "active_closes",
                        "opened")) {
            columns.put(summed, "sum(h." + summed + ")");
        }
        for (String largest :
                List.of(
                        "established_peak",
                        "time_wait_peak",
                        "close_wait_peak",
                        "syn_sent_peak",
                        "ports_used_peak",
                        "port_utilisation_peak")) {
            columns.put(largest, "max(h." + largest + ")");
        }
        return columns;
    }

    private static String list(UnaryOperator<String> text) {
        return COLUMNS.keySet().stream().map(text).collect(Collectors.joining(", "));
    }
}
