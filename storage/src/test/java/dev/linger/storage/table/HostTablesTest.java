// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.kernel.ConfiguredSysctl;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.topic.Topics;
import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;
import dev.linger.storage.sink.Arrival;
import dev.linger.storage.sink.Content;
import dev.linger.storage.sink.RecordReader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class HostTablesTest {
    private final Database database = PostgresServer.migratedDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldKeepAHostsLatestStateAndEachChangeOfItsSettings() throws SQLException {
        write(kernel(0, "2", "4096"), kernel(1, "2", "4096"), kernel(2, "1", "4096"));
        write(kernel(1, "2", "4096"), kernel(3, "1", null), kernel(4, "1", null));

        assertThat(
                        Sql.rows(
                                database,
                                "select host, first_seen_at::time, last_seen_at::time, boot_id, conntrack_used, descriptors_limit, sysctls, configured from host"))
                .containsExactly(
                        "host-1|10:17:00|10:21:00|boot|7|null|{\"net.ipv4.tcp_tw_reuse\": \"1\"}"
                                + "|{\"net.ipv4.tcp_tw_reuse\": {\"file\": \"/etc/sysctl.conf\", \"value\": \"1\"}}");
        assertThat(
                        Sql.rows(
                                database,
                                "select changed_at::time, name, previous_value, value from sysctl_change order by 1, 2"))
                .containsExactly(
                        "10:17:00|net.core.somaxconn|null|4096",
                        "10:17:00|net.ipv4.tcp_tw_reuse|null|2",
                        "10:19:00|net.ipv4.tcp_tw_reuse|2|1",
                        "10:20:00|net.core.somaxconn|4096|null");
    }

    @Test
    void shouldRefuseASnapshotFromTheFuture() {
        RecordReader reader =
                new RecordReader(
                        Duration.ofDays(30),
                        Duration.ofDays(14),
                        Duration.ofHours(1),
                        InstantSource.fixed(MINUTE));

        assertThat(read(reader, kernel(59, "2", null)).content())
                .isEqualTo(new Content.KernelSnapshot(kernel(59, "2", null), true));
        assertThat(read(reader, kernel(-15 * 1440, "2", null)).content())
                .as("the last snapshot of a host that is gone")
                .isEqualTo(new Content.KernelSnapshot(kernel(-15 * 1440, "2", null), false));
        assertThat(read(reader, kernel(61, "2", null)).content())
                .isInstanceOf(Content.Refused.class);
    }

    private static Arrival read(RecordReader reader, KernelSnapshot snapshot) {
        return reader.read(
                new ConsumerRecord<>(
                        Topics.KERNEL_SNAPSHOTS.name(),
                        0,
                        0,
                        null,
                        Topics.KERNEL_SNAPSHOTS.codec().encode(snapshot)));
    }

    private void write(KernelSnapshot... snapshots) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            HostTables.write(connection, List.of(snapshots));
            connection.commit();
        }
    }

    private static KernelSnapshot kernel(int minutes, String reuse, @Nullable String somaxconn) {
        Map<String, String> sysctls = new HashMap<>(Map.of("net.ipv4.tcp_tw_reuse", reuse));
        if (somaxconn != null) {
            sysctls.put("net.core.somaxconn", somaxconn);
        }
        return new KernelSnapshot(
                KernelSnapshot.SCHEMA_VERSION,
                "host-1",
                "boot",
                MINUTE.plusSeconds(60L * minutes),
                "6.18.44",
                List.of(new NamespaceKernel(1, sysctls, Map.of())),
                new KernelSnapshot.Use(7, 65_536),
                null,
                Map.of("net.ipv4.tcp_tw_reuse", new ConfiguredSysctl(reuse, "/etc/sysctl.conf")));
    }
}
