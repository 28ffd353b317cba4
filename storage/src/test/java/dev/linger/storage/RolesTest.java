// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.MinuteTables;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;

class RolesTest {
    private final Database database = PostgresServer.migratedDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldLetTheReaderReadEverythingAndWriteNothing() throws SQLException {
        History.write(database, Minutes.of("billing", MINUTE, true, "a:1"));

        assertThat(asRole("linger_reader", "select count(*) from service_minute_fresh_20261121"))
                .containsExactly("1");
        assertThat(asRole("linger_reader", "select service from services_now"))
                .containsExactly("billing");
        assertThatThrownBy(() -> asRole("linger_reader", "delete from finding returning id"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
        assertThat(
                        Sql.rows(
                                database,
                                "select unnest(rolconfig) from pg_roles where rolname = 'linger_reader' order by 1"))
                .containsExactly("default_transaction_read_only=on", "statement_timeout=30s");
    }

    @Test
    void shouldLetTheWriterWriteMinutesAndMakeTheirPartitions() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role linger_writer");
            new DayPartitions(MinuteTables.partitioned())
                    .ensure(connection, List.of(LocalDate.parse("2026-11-21")));
            connection.setAutoCommit(false);
            MinuteTables.write(connection, List.of(Minutes.of("billing", MINUTE, true, "a:1")));
            connection.commit();
            statement.execute("reset role");
            connection.commit();
        }

        assertThat(Sql.rows(database, "select service from endpoint_minute"))
                .containsExactly("billing");
    }

    private List<String> asRole(String role, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role " + role);
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return List.of(row.getString(1));
            } finally {
                statement.execute("reset role");
            }
        }
    }
}
