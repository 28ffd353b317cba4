// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class HostMinuteTablesTest {
    private final Database database = PostgresServer.migratedDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldKeepWhatTheKernelHeldAtTheLastSnapshotOfAMinute() throws SQLException {
        Map<String, Long> own =
                Map.of(
                        "Tcp.CurrEstab", 40L,
                        "sockstat.TCP.inuse", 50L,
                        "sockstat.TCP6.inuse", 5L,
                        "sockstat.TCP.tw", 300L,
                        "sockstat.TCP.orphan", 2L,
                        "sockstat.TCP.alloc", 60L,
                        "sockstat.TCP.mem", 9L);
        write(
                snapshot(
                        "boot", 50, namespace(1, own), namespace(2, Map.of("sockstat.TCP.tw", 7L))),
                snapshot("boot", 10, namespace(1, Map.of("Tcp.CurrEstab", 1L))));

        assertThat(
                        sql(
                                "select minute, host, observed_at::time, namespaces, established, tcp_in_use, time_wait,"
                                        + " orphans, tcp_allocated, tcp_memory_pages, conntrack_used, conntrack_limit, descriptors_used from host_minute"))
                .containsExactly(
                        "2026-11-21 10:17:00+00|host-1|10:17:50|2|40|55|307|2|60|9|7|65536|null");
    }

    @Test
    void shouldAddUpWhatACounterGrewWithinABoot() throws SQLException {
        write(overflows("boot", 0, 100), overflows("boot", 30, 103));
        write(overflows("boot", 60, 110), overflows("boot", 90, 111));
        write(overflows("boot", 119, 115), overflows("boot", 60, 110), overflows("boot", 30, 103));

        assertThat(growth()).containsExactly("10:17:00|30000|3", "10:18:00|89000|12");
    }

    @Test
    void shouldBeginAnewAfterARebootAndAfterACounterThatFell() throws SQLException {
        write(overflows("one", 0, 100), overflows("one", 60, 110), overflows("two", 120, 4));
        write(overflows("two", 180, 10), overflows("two", 240, 2), overflows("two", 300, 5));

        assertThat(growth())
                .containsExactly(
                        "10:18:00|60000|10",
                        "10:20:00|60000|6",
                        "10:21:00|60000|null",
                        "10:22:00|60000|3");
    }

    @Test
    void shouldCountANamespaceFromItsFirstSnapshot() throws SQLException {
        write(
                snapshot("boot", 0, namespace(1, overflows(5))),
                snapshot("boot", 60, namespace(1, overflows(6)), namespace(2, overflows(1000))),
                snapshot("boot", 120, namespace(1, overflows(8)), namespace(2, overflows(1010))));

        assertThat(growth()).containsExactly("10:18:00|60000|1", "10:19:00|60000|12");
        write(snapshot("boot", 900, namespace(1, overflows(9))));
        assertThat(sql("select namespace from kernel_counter")).containsExactly("1");
    }

    @Test
    void shouldCountEachSnapshotOnceHoweverItIsBatched() throws SQLException {
        long seed = 20261122;
        Random random = new Random(seed);
        List<KernelSnapshot> sent = new ArrayList<>();
        long first = 17;
        long value = first;
        sent.add(overflows("boot", 0, first));
        for (int second = 1; second < 3600; second += 1 + random.nextInt(90)) {
            value += random.nextInt(50);
            sent.add(overflows("boot", second, value));
        }
        for (int from = 0; from < sent.size(); ) {
            int to = Math.min(sent.size(), from + 1 + random.nextInt(5));
            List<KernelSnapshot> batch = new ArrayList<>(sent.subList(from, to));
            batch.addAll(sent.subList(Math.max(0, from - 3), from));
            Collections.shuffle(batch, random);
            write(batch.toArray(KernelSnapshot[]::new));
            from = to;
        }

        long grown = value - first;
        long covered =
                sent.getLast().observedAt().toEpochMilli()
                        - sent.getFirst().observedAt().toEpochMilli();
        assertThat(sql("select sum(listen_overflows), sum(covered_ms) from kernel_counter_minute"))
                .as("seed %d", seed)
                .containsExactly(grown + "|" + covered);
    }

    private static KernelSnapshot overflows(String boot, int seconds, long count) {
        return snapshot(boot, seconds, namespace(1, overflows(count)));
    }

    private static Map<String, Long> overflows(long count) {
        return Map.of("TcpExt.ListenOverflows", count);
    }

    private static NamespaceKernel namespace(long inode, Map<String, Long> counters) {
        return new NamespaceKernel(inode, Map.of(), counters);
    }

    private static KernelSnapshot snapshot(
            String boot, int seconds, NamespaceKernel... namespaces) {
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                "host-1",
                boot,
                MINUTE.plusSeconds(seconds),
                "6.18.44",
                List.of(namespaces),
                new KernelSnapshot.Use(7, 65_536),
                null);
    }

    private void write(KernelSnapshot... snapshots) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            DayPartitions.ofAll()
                    .ensure(
                            connection,
                            Stream.of(snapshots)
                                    .map(KernelSnapshot::observedAt)
                                    .map(HostMinuteTablesTest::day)
                                    .distinct()
                                    .toList());
            connection.setAutoCommit(false);
            HostMinuteTables.write(connection, List.of(snapshots));
            connection.commit();
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private List<String> growth() throws SQLException {
        return sql(
                "select minute::time, covered_ms, listen_overflows from kernel_counter_minute order by minute");
    }

    private List<String> sql(String query) throws SQLException {
        return Sql.rows(database, query);
    }
}
