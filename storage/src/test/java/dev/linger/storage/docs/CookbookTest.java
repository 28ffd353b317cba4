// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.packed.Packing;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.HostMinuteTables;
import dev.linger.storage.upkeep.Rollups;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** Runs every query of docs/sql.md and compares the answer with the one written beside it. */
class CookbookTest {
    private static final Pattern QUESTION =
            Pattern.compile(
                    "### (\\d+\\. [^\\n]+)\\n```sql\\n(.*?)```\\n```text\\n(.*?)```",
                    Pattern.DOTALL);

    private static final Instant LATE = Instant.parse("2026-11-21T10:10:00Z");

    private static Database database;
    private static Database packed;

    @BeforeAll
    static void open() throws SQLException {
        database = PostgresServer.migratedDatabase();
        fill(database);
    }

    /** Puts into a database what the questions are about. */
    static void fill(Database database) throws SQLException {
        History.write(database, CookbookHistory.minutes());
        new Rollups(database.dataSource()).catchUp();
        fillTheRest(database);
        packed = PostgresServer.migratedDatabase();
        fillPacked();
        fillTheRest(packed);
    }

    /** A minute of a later day lets the day be packed; some minutes come after that. */
    private static void fillPacked() throws SQLException {
        History.write(
                packed,
                CookbookHistory.minutes().stream()
                        .filter(it -> it.minute().isBefore(LATE))
                        .toList());
        History.write(packed, Minutes.of("later", LATE.plus(Duration.ofDays(5)), false));
        new Rollups(packed.dataSource()).catchUp();
        assertThat(new Packing(packed.dataSource(), 1).apply()).hasSize(3);
        Sql.rows(
                packed,
                "drop table service_minute_fresh_20261126, endpoint_minute_fresh_20261126,"
                        + " listener_minute_fresh_20261126;"
                        + "drop table if exists host_minute_20261126, kernel_counter_minute_20261126;"
                        + " delete from service_kernel");
        History.write(
                packed,
                CookbookHistory.minutes().stream()
                        .filter(it -> !it.minute().isBefore(LATE))
                        .toList());
        new Rollups(packed.dataSource()).catchUp();
        assertThat(Sql.rows(packed, "select hour, service from service_minute_packed order by 2"))
                .containsExactly("2026-11-21 09:00:00+00|billing", "2026-11-21 09:00:00+00|search");
    }

    private static void fillTheRest(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            DayPartitions.ofAll().ensure(connection, List.of(LocalDate.parse("2026-11-21")));
            connection.setAutoCommit(false);
            HostMinuteTables.write(connection, CookbookHistory.kernels());
            connection.commit();
        }
        Sql.rows(
                database,
                """
                insert into finding values ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000',
                    'EPHEMERAL_PORTS_PRESSURE', 'high', 'ongoing', 'billing', 'client', '10.0.0.2:9000', '{host-1}',
                    '2026-11-21 10:00+00', '2026-11-21 10:10+00', null, '{}');
                insert into finding_history values
                    ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000', '2026-11-21 10:00+00', '2026-11-21 10:00+00', 'warn', 'open', '{}'),
                    ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000', '2026-11-21 10:00+00', '2026-11-21 10:05+00', 'warn', 'ongoing', '{}'),
                    ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000', '2026-11-21 10:00+00', '2026-11-21 10:10+00', 'high', 'ongoing', '{}');
                insert into advice values
                    ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000', 1, 'EPHEMERAL_PORTS_PRESSURE', 'billing', '2026-11-21 10:10+00',
                     'LONG_CONNECTIONS', 'keep connections open', '{}', 'r', 'v', 'u'),
                    ('EPHEMERAL_PORTS_PRESSURE|billing|client|10.0.0.2:9000', 2, 'EPHEMERAL_PORTS_PRESSURE', 'billing', '2026-11-21 10:10+00',
                     'KERNEL', 'widen the range', '{}', 'r', 'v', 'u');
                insert into forecast values
                    ('billing', '10.0.0.2:9000', '2026-11-21 09:20+00', '2026-11-21 10:18+00', 'stream', 58, 600, 0.4, 0.4, 0.4, 0.1, 3600, 21600),
                    ('search', '10.0.0.4:9300', '2026-11-21 09:20+00', '2026-11-21 10:18+00', 'stream', 58, 600, 0.1, 0.1, 0.1, 0, null, null);
                insert into dead_letter values ('linger.socket-snapshots', 0, 5, 'streams', '2026-11-21 10:10+00', 'INVALID_VALUE',
                    'groups[0].opened is -1; it counts from 0', null, null, '2026-11-21 10:10+00');
                insert into host values
                    ('host-1', '2026-11-21 08:00+00', '2026-11-21 10:17+00', 'b1', '6.18.44', 1, 10, 65536, 2048, 100000,
                     '{"net.core.somaxconn": "4096", "net.ipv4.tcp_tw_reuse": "1"}', null),
                    ('host-2', '2026-11-21 08:00+00', '2026-11-21 10:17+00', 'b2', '6.18.44', 1, null, null, 2048, 100000,
                     '{"net.core.somaxconn": "4096", "net.ipv4.tcp_tw_reuse": "2"}', null),
                    ('host-3', '2026-11-21 08:00+00', '2026-11-21 10:05+00', 'b3', '6.1.0', 1, null, null, 2048, 100000,
                     '{"net.core.somaxconn": "4096", "net.ipv4.tcp_tw_reuse": "2"}', null);
                insert into sysctl_change values
                    ('host-1', 'net.core.somaxconn', '2026-11-21 08:00+00', '4096', null),
                    ('host-2', 'net.core.somaxconn', '2026-11-21 08:00+00', '4096', null),
                    ('host-3', 'net.core.somaxconn', '2026-11-21 08:00+00', '4096', null),
                    ('host-1', 'net.ipv4.tcp_tw_reuse', '2026-11-21 08:00+00', '2', null),
                    ('host-2', 'net.ipv4.tcp_tw_reuse', '2026-11-21 08:00+00', '2', null),
                    ('host-3', 'net.ipv4.tcp_tw_reuse', '2026-11-21 08:00+00', '2', null),
                    ('host-1', 'net.ipv4.tcp_tw_reuse', '2026-11-21 09:30+00', '1', '2');
                insert into snapshot_gap values ('host-3', '2026-11-21 09:50+00', '2026-11-21 09:55+00', null, 'b3', 4);
                insert into sink_offset values ('linger.service-minutes', 0, '00000000-0000-0000-0000-000000000000', 116, '2026-11-21 10:18:10+00')
                """);
    }

    @AfterAll
    static void close() {
        database.close();
        packed.close();
    }

    @Test
    void shouldAnswerTwentyQuestionsOrMore() throws IOException {
        assertThat(questions()).hasSizeGreaterThanOrEqualTo(20);
        String text = text();
        assertThat(questions()).hasSize(text.split("```sql", -1).length - 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void shouldAnswerAsWritten(Question question) throws SQLException {
        assertThat(Sql.rows(database, question.sql())).containsExactlyElementsOf(question.answer());
        assertThat(Sql.rows(packed, question.sql()))
                .as("packed")
                .containsExactlyElementsOf(question.answer());
    }

    static List<Question> questions() throws IOException {
        return QUESTION.matcher(text())
                .results()
                .map(it -> new Question(it.group(1), it.group(2), it.group(3).lines().toList()))
                .toList();
    }

    private static String text() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("linger.projectDirectory"), "docs", "sql.md"));
    }

    /** A question of the cookbook. */
    record Question(String title, String sql, List<String> answer) {
        @Override
        public String toString() {
            return title;
        }
    }
}
