// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table's rows, to be written again one {@code INSERT ... ON CONFLICT} each.
 *
 * @param sql the statement
 * @param rows values of its parameters
 */
record InsertedRows(String sql, List<List<Object>> rows) {
    private static final int BATCH = 1_000;

    /** Takes what the table holds. */
    static InsertedRows of(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet column = connection.getMetaData().getColumns(null, null, table, null)) {
            while (column.next()) {
                if (column.getString("IS_GENERATEDCOLUMN").equals("NO")) {
                    columns.add(column.getString("COLUMN_NAME"));
                }
            }
        }
        List<String> keys = new ArrayList<>();
        try (ResultSet key = connection.getMetaData().getPrimaryKeys(null, null, table)) {
            while (key.next()) {
                keys.add(key.getString("COLUMN_NAME"));
            }
        }
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select " + String.join(", ", columns) + " from " + table)) {
            while (row.next()) {
                List<Object> values = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(row.getObject(i));
                }
                rows.add(values);
            }
        }
        return new InsertedRows(upsert(table, columns, keys), rows);
    }

    private static String upsert(String table, List<String> columns, List<String> keys) {
        return "insert into %s (%s) values (%s) on conflict (%s) do update set %s"
                .formatted(
                        table,
                        String.join(", ", columns),
                        Stream.generate(() -> "?")
                                .limit(columns.size())
                                .collect(Collectors.joining(", ")),
                        String.join(", ", keys),
                        columns.stream()
                                .filter(column -> !keys.contains(column))
                                .map(column -> column + " = excluded." + column)
                                .collect(Collectors.joining(", ")));
    }

    void upsert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int added = 0;
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setObject(i + 1, row.get(i));
                }
                statement.addBatch();
                added++;
                if (added % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }
}
