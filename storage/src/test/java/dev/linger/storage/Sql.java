// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Answers of a database as text. */
public final class Sql {
    private Sql() {}

    /** Each row as its values with {@code |} between; null is written {@code null}. */
    public static List<String> rows(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set time zone 'UTC'");
            if (!statement.execute(sql)) {
                return List.of();
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet answer = statement.getResultSet()) {
                int columns = answer.getMetaData().getColumnCount();
                while (answer.next()) {
                    StringJoiner row = new StringJoiner("|");
                    for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(answer.getString(i)));
                    }
                    rows.add(row.toString());
                }
            }
            return rows;
        }
    }
}
