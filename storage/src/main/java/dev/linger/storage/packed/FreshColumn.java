// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a table of minutes, as the server describes it.
 *
 * @param name its name
 * @param kind how it is packed
 * @param required whether it is never null
 */
record FreshColumn(String name, Kind kind, boolean required) {
    /** Counts in an array column: the age buckets. */
    static final int COUNTS = 9;

    /** How a column is packed. */
    enum Kind {
        /** A part of the packed row's key. */
        KEY,
        INTEGER,
        BIGINT,
        FLAG,
        TEXT,
        DECIMAL,
        COUNTS
    }

    private static final String SQL =
            """
            select a.attname, a.atttypid::regtype::text as type, a.attnotnull,
                   coalesce(a.attnum = any (x.indkey), false) as key
              from pg_attribute a
              join pg_index x on x.indrelid = a.attrelid and x.indisprimary
             where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped
               and a.attgenerated = '' and a.attname <> 'minute'
             order by a.attnum
            """;

    /** The columns of a table without {@code minute} and those that are computed. */
    static List<FreshColumn> of(Connection connection, String table) throws SQLException {
        List<FreshColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(
                            new FreshColumn(
                                    row.getString("attname"),
                                    row.getBoolean("key") ? Kind.KEY : kind(row.getString("type")),
                                    row.getBoolean("attnotnull")));
                }
            }
        }
        return List.copyOf(columns);
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "integer" -> Kind.INTEGER;
            case "bigint" -> Kind.BIGINT;
            case "boolean" -> Kind.FLAG;
            case "text" -> Kind.TEXT;
            case "double precision" -> Kind.DECIMAL;
            case "integer[]" -> Kind.COUNTS;
            default -> throw new IllegalStateException("a column of type " + type);
        };
    }
}
