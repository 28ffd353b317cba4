// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.part.PartFailedException;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

class DatabaseTest {
    @Test
    void shouldMigrateAnEmptyDatabaseAndLeaveAMigratedOneAlone() throws SQLException {
        try (Database database = PostgresServer.migratedDatabase()) {
            database.migrate();

            assertThat(texts(database, "select count(*) from service_minute")).containsExactly("0");
        }
    }

    @Test
    void shouldExplainEveryTableAndColumn() throws SQLException {
        try (Database database = PostgresServer.migratedDatabase()) {
            assertThat(
                            texts(
                                    database,
                                    """
                                    select c.relname || coalesce('.' || a.attname, '')
                                      from pg_class c
                                      left join lateral (
                                             select attname, attnum from pg_attribute
                                              where attrelid = c.oid and attnum > 0 and not attisdropped
                                             union all select null, 0) a on true
                                     where c.relnamespace = 'public'::regnamespace
                                       and c.relkind in ('r', 'p', 'v')
                                       and not c.relispartition
                                       and c.relname <> 'flyway_schema_history'
                                       and case when a.attnum = 0 then obj_description(c.oid, 'pg_class')
                                                else col_description(c.oid, a.attnum) end is null
                                    """))
                    .isEmpty();
        }
    }

    @Test
    void shouldMakeThePartitionOfADayOnce() throws SQLException {
        try (Database database = PostgresServer.migratedDatabase()) {
            String make = "select ensure_day_partition('endpoint_minute_fresh', date '2026-11-21')";

            assertThat(texts(database, make)).containsExactly("t");
            assertThat(texts(database, make)).containsExactly("f");
            assertThat(
                            texts(
                                    database,
                                    """
                                    select relname || ' ' || pg_get_expr(relpartbound, oid)
                                      from pg_class where relispartition and relkind = 'r'
                                    """))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("endpoint_minute_fresh_20261121 FOR VALUES FROM");
        }
    }

    @Test
    void shouldRefuseASchemaThatIsNewerThanTheProgram() throws SQLException {
        try (Database database = PostgresServer.migratedDatabase()) {
            texts(
                    database,
                    """
                    insert into flyway_schema_history
                    select 900, '999', 'from the future', 'SQL', 'V999__x.sql', 1, 'postgres', now(), 1, true
                    returning version
                    """);

            assertThatThrownBy(database::migrate)
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("999")
                    .hasMessageContaining("newer Linger");
        }
    }

    @Test
    void shouldSayWhichServerCannotBeReached() {
        DatabaseConfig nobody =
                new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/linger", "linger", "", 1);
        try (Database database = Database.open(nobody)) {
            assertThatThrownBy(database::migrate)
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
    }

    private static List<String> texts(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
