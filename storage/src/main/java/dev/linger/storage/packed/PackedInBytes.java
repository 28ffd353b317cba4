// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import dev.linger.storage.copy.Stage;
import dev.linger.storage.table.MinuteTables;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Schema version 13: packed numbers were strings of bits and become bytes (decision 15). New tables
 * and views first, then every packed hour is read in the old form and written in the new one, in
 * the transaction of the migration: whoever asks in between waits for it.
 */
public final class PackedInBytes implements JavaMigration {
    private static final Logger LOG = LoggerFactory.getLogger(PackedInBytes.class);
    private static final String SCRIPT = "/db/packed_in_bytes.sql";

    /** Pages of 8 KB that are read at a time: some thousand hours. */
    private static final int PAGES_AT_A_TIME = 1_000;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("13");
    }

    @Override
    public String getDescription() {
        return "packed in bytes";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(script());
            for (String table : MinuteTables.partitioned()) {
                String view = MinuteTables.view(table);
                long hours = rewrite(connection, table, view);
                if (hours > 0) {
                    LOG.info("rewrote {} packed hours of {}", hours, view);
                }
                statement.execute("drop table %s_packed_bits".formatted(view));
                statement.execute("analyze %s_packed".formatted(view));
            }
        }
    }

    private static long rewrite(Connection connection, String table, String view)
            throws SQLException {
        List<FreshColumn> columns = FreshColumn.of(connection, table);
        Stage<List<@Nullable Object>> packed =
                new Stage<>(view + "_packed", PackedColumns.of(columns));
        String names = String.join(", ", HourOfBits.columns(columns));
        long pages = pages(connection, view + "_packed_bits");
        long total = 0;
        for (long page = 0; page < pages; page += PAGES_AT_A_TIME) {
            List<List<@Nullable Object>> hours = new ArrayList<>();
            CopiedRows.read(
                    connection,
                    "select %s from %s_packed_bits where ctid >= '(%d,0)' and ctid < '(%d,0)'"
                            .formatted(names, view, page, page + PAGES_AT_A_TIME),
                    fields -> hours.add(new HourOfBits(fields).packed(columns)));
            packed.append(connection, hours);
            total += hours.size();
        }
        return total;
    }

    private static long pages(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select pg_relation_size('%s') / current_setting('block_size')::bigint"
                                        .formatted(table))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String script() {
        try (InputStream script =
                Objects.requireNonNull(PackedInBytes.class.getResourceAsStream(SCRIPT))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
