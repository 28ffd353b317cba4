// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.table.MinuteTables;
import dev.linger.storage.upkeep.Rollups;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class PackingTest {
    /** Far enough before {@link #NOW} to be packed. */
    private static final Instant OLD = Instant.parse("2026-11-15T22:00:00Z");

    private static final Instant NOW = Minutes.MINUTE;

    private static final List<String> QUESTIONS =
            List.of(
                    "select * from service_minute order by minute, service",
                    "select * from endpoint_minute order by minute, service, side, endpoint",
                    "select * from listener_minute order by minute, service, endpoint",
                    "select minute, established_mean, port_utilisation from service_minute where service = 'a'"
                            + " and minute >= '2026-11-15 23:10+00' and minute < '2026-11-16 01:20+00' order by 1",
                    "select count(*), sum(opened), max(rtt_us), count(rtt_us), min(port_utilisation)"
                            + " from service_minute where complete and time_wait_peak > 120",
                    "select date_bin('7 minutes', minute, '2000-01-01') as t, service, sum(active_closes)"
                            + " from service_minute group by 1, 2 order by 1, 2",
                    "select peak_host, port_host, count(*) from service_minute group by 1, 2 order by 1, 2",
                    "select minute, idle_sockets[3] from service_minute where service = 'b' order by minute desc limit 5",
                    "select service, min(minute), max(minute) from service_minute group by service order by 1",
                    "select * from callers_of_service order by minute, service, endpoint, caller",
                    "select s.service, l.endpoint, l.full_snapshots from service_minute s"
                            + " left join listener_minute l using (minute, service) where s.minute = '2026-11-15 22:30+00' order by 1, 2");

    private final Database database = PostgresServer.migratedDatabase();
    private final Packing packing = new Packing(database.dataSource(), 3);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldAnswerEveryQuestionAsBefore() throws SQLException {
        long seed = Long.getLong("linger.seed", 20261121);
        writeOldHours(seed);
        List<List<String>> fresh = answers();

        List<Packing.Packed> packed = packing.apply();

        assertThat(packed).extracting(Packing.Packed::table).contains("service_minute");
        assertThat(sql("select count(*) from service_minute_fresh")).containsExactly("1");
        assertThat(sql("select count(*) > 10 from service_minute_packed")).containsExactly("t");
        List<List<String>> after = answers();
        for (int i = 0; i < QUESTIONS.size(); i++) {
            assertThat(after.get(i))
                    .as("seed %d: %s", seed, QUESTIONS.get(i))
                    .isEqualTo(fresh.get(i));
        }
    }

    @Test
    void shouldDropThePartitionsThatItEmptied() throws SQLException {
        writeOldHours(1);

        packing.apply();

        assertThat(sql("select partition_name from day_partition order by 1"))
                .containsExactly(
                        "endpoint_minute_fresh_20261121",
                        "listener_minute_fresh_20261121",
                        "service_minute_fresh_20261121");
        assertThat(packing.apply()).isEmpty();
    }

    @Test
    void shouldLeaveTheNewestDaysAsTheyAre() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", NOW, true, "a:1"),
                Minutes.of("billing", NOW.minus(Duration.ofDays(3)), true, "a:1"));
        new Rollups(database.dataSource()).catchUp();

        assertThat(packing.apply()).isEmpty();
        assertThat(new Packing(database.dataSource(), 0).apply()).isEmpty();
        assertThat(new Packing(database.dataSource(), 2).apply()).hasSize(3);
    }

    @Test
    void shouldWaitUntilTheHoursAreRolledUp() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", NOW, true, "a:1"),
                Minutes.of("billing", OLD, true, "a:1"));

        assertThat(packing.apply()).isEmpty();
        new Rollups(database.dataSource()).catchUp();
        assertThat(packing.apply()).hasSize(3);
    }

    @Test
    void shouldMergeMinutesThatComeLateExactly() throws SQLException {
        long seed = 20261122;
        Random random = new Random(seed);
        RandomMinutes minutes = new RandomMinutes(seed);
        Rollups rollups = new Rollups(database.dataSource());
        List<ServiceMinute> all = new ArrayList<>();
        all.add(minutes.of("a", NOW, true));
        for (int i = 0; i < 400; i++) {
            all.add(
                    minutes.of(
                            random.nextBoolean() ? "a" : "b",
                            OLD.plusSeconds(60L * random.nextInt(200)),
                            random.nextInt(3) > 0));
        }
        try (Database expected = PostgresServer.migratedDatabase()) {
            for (int i = 0; i < all.size(); i += 40) {
                List<ServiceMinute> some = all.subList(i, Math.min(all.size(), i + 40));
                History.write(database, some);
                History.write(expected, some);
                rollups.catchUp();
                packing.apply();
            }
            new Rollups(expected.dataSource()).catchUp();

            assertThat(sql("select count(*) from service_minute_fresh")).containsExactly("1");
            for (String question :
                    Stream.concat(
                                    QUESTIONS.stream(),
                                    Stream.of("select * from service_hour order by 1, 2"))
                            .toList()) {
                assertThat(sql(question))
                        .as("seed %d: %s", seed, question)
                        .isEqualTo(Sql.rows(expected, question));
            }
        }
    }

    @Test
    void shouldLeaveARunningMinuteOutWhereThePackedOneIsComplete() throws SQLException {
        History.write(
                database,
                Minutes.of("billing", NOW, true, "a:1"),
                Minutes.of("billing", OLD, true, 10, "a:1"));
        new Rollups(database.dataSource()).catchUp();
        packing.apply();

        History.write(database, Minutes.of("billing", OLD, false, 20, "a:1"));

        assertThat(
                        sql(
                                "select complete, established_mean from service_minute where minute < '2026-11-20'"))
                .containsExactly("t|10");
    }

    @Test
    void shouldLeaveAServiceWhoseRowsItCannotHoldExactly() throws SQLException {
        writeOldHours(2);
        sql(
                "update service_minute_fresh set idle_sockets = '{1,2}' where service = 'b'"
                        + " and minute = '2026-11-15 22:30+00'");
        String all = "select * from service_minute order by minute, service";
        List<String> before = sql(all);

        packing.apply();

        assertThat(sql(all)).isEqualTo(before);
        assertThat(
                        sql(
                                "select distinct service from service_minute_fresh where minute < '2026-11-20'"))
                .containsExactly("b");
    }

    @Test
    void shouldWaitForWhoeverWritesToTheDay() throws Exception {
        writeOldHours(3);
        CompletableFuture<List<Packing.Packed>> packed;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            MinuteTables.write(
                    connection, List.of(Minutes.of("late", OLD.plusSeconds(60), false, "a:1")));
            packed = CompletableFuture.supplyAsync(this::apply);
            awaitLock("advisory");
            connection.commit();
        }

        packed.get(20, TimeUnit.SECONDS);
        assertThat(sql("select count(*) from service_minute_fresh")).containsExactly("1");
        assertThat(sql("select count(*) from service_minute where service = 'late'"))
                .containsExactly("1");
    }

    @Test
    void shouldLoseNothingWhenTheServerEndsItInTheMiddle() throws Exception {
        writeOldHours(4);
        List<List<String>> before = answers();
        CompletableFuture<List<Packing.Packed>> packed;
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Sql.rows(database, "select 1");
            try (var statement = connection.createStatement()) {
                statement.execute("lock table endpoint_minute_packed in share mode");
            }
            packed = CompletableFuture.supplyAsync(this::apply);
            awaitLock("relation");
            sql(
                    "select pg_terminate_backend(pid) from pg_locks where not granted and database ="
                            + " (select oid from pg_database where datname = current_database())");
            assertThatThrownBy(() -> packed.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class);
            connection.rollback();
        }

        assertThat(answers()).isEqualTo(before);
        packing.apply();
        assertThat(answers()).isEqualTo(before);
        assertThat(sql("select count(*) from endpoint_minute_fresh where minute < '2026-11-20'"))
                .containsExactly("0");
    }

    /** Two services around a midnight with gaps, and one minute of now; all rolled up. */
    private void writeOldHours(long seed) throws SQLException {
        RandomMinutes random = new RandomMinutes(seed);
        Random gaps = new Random(seed);
        List<ServiceMinute> minutes = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            for (String service : List.of("a", "b", "it's \"odd\"")) {
                if (gaps.nextInt(10) > 0) {
                    minutes.add(random.of(service, OLD.plusSeconds(60L * i), gaps.nextInt(10) > 0));
                }
            }
        }
        minutes.add(random.of("a", NOW, true));
        History.write(database, minutes);
        new Rollups(database.dataSource()).catchUp();
    }

    private void awaitLock(String type) throws SQLException {
        String waiting =
                "select count(*) from pg_locks where not granted and locktype = '%s' and database ="
                                .formatted(type)
                        + " (select oid from pg_database where datname = current_database())";
        while (!sql(waiting).equals(List.of("1"))) {
            Thread.onSpinWait();
        }
    }

    private List<Packing.Packed> apply() {
        try {
            return packing.apply();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<List<String>> answers() throws SQLException {
        List<List<String>> answers = new ArrayList<>();
        for (String question : QUESTIONS) {
            answers.add(sql(question));
        }
        return answers;
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
