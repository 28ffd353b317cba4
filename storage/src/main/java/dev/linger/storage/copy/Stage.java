// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.copy;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A temporary table that takes rows at the speed of COPY before a statement merges them into the
 * table itself. It empties itself at the end of the transaction; it is looked for in every
 * transaction, so that a pooler may hand out another server session each time, also one in which an
 * earlier version of this program has left a table with other columns.
 *
 * @param table the table that the rows are bound for
 * @param columns its columns that are written
 * @param <R> what a row is made of
 */
public record Stage<R>(String table, List<Column<R>> columns) {
    /** Copies the list. */
    public Stage {
        columns = List.copyOf(columns);
    }

    /** The temporary table: {@code stage_TABLE_} and a fingerprint of the columns. */
    public String name() {
        return "stage_%s_%08x".formatted(table, columnList().hashCode());
    }

    /** The columns, for a list in SQL. */
    public String columnList() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** {@code a = excluded.a, ...} for every column but the keys. */
    public String assignments(List<String> keys) {
        return columns.stream()
                .map(Column::name)
                .filter(name -> !keys.contains(name))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
    }

    /**
     * Puts rows into the temporary table, within the transaction of {@code connection}.
     *
     * @throws UnstorableValueException if a value does not fit its column
     */
    public void fill(Connection connection, Collection<R> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table if not exists %s on commit delete rows as select %s from %s with no data"
                            .formatted(name(), columnList(), table));
        }
        copy(connection, name(), rows);
    }

    /** Puts rows that are known to be new straight into the table. */
    public void append(Connection connection, Collection<R> rows) throws SQLException {
        copy(connection, table, rows);
    }

    private void copy(Connection connection, String target, Collection<R> rows)
            throws SQLException {
        ByteBuffer stream = encode(rows);
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy %s (%s) from stdin (format binary)"
                                        .formatted(target, columnList()));
        try {
            copy.writeToCopy(stream.array(), stream.arrayOffset(), stream.remaining());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private ByteBuffer encode(Collection<R> rows) {
        CopyRows encoded = new CopyRows();
        for (R row : rows) {
            encoded.row(columns.size());
            for (Column<R> column : columns) {
                column.write(encoded, row);
            }
        }
        return encoded.finish();
    }
}
