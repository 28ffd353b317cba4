// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.MinuteTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Puts minutes into a database as the sink does, without a sink. */
public final class History {
    private History() {}

    /** Writes in one transaction. */
    public static void write(Database database, ServiceMinute... minutes) throws SQLException {
        write(database, List.of(minutes));
    }

    /** Writes in one transaction. */
    public static void write(Database database, List<ServiceMinute> minutes) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            new DayPartitions(MinuteTables.partitioned())
                    .ensure(
                            connection,
                            DayPartitions.days(minutes.stream().map(ServiceMinute::minute)));
            connection.setAutoCommit(false);
            MinuteTables.write(connection, minutes);
            connection.commit();
        }
    }
}
