// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.finding.RuleName;
import dev.linger.model.finding.Severity;
import dev.linger.model.tcp.Side;
import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

class SnapshotGapTest {
    @Test
    void shouldKeepEachTimeInWhichSnapshotsWereMissing() throws SQLException {
        try (Database database = PostgresServer.migratedDatabase()) {
            Finding first =
                    gap(FindingStatus.OPEN, 0, 0, Map.of("missingSnapshots", 4, "bootId", "b"));
            Finding refreshed =
                    gap(FindingStatus.ONGOING, 0, 5, Map.of("missingSnapshots", 9, "bootId", "c"));
            Finding over =
                    gap(FindingStatus.RESOLVED, 0, 9, Map.of("missingSnapshots", 2, "bootId", "c"));
            Finding again = gap(FindingStatus.OPEN, 60, 60, Map.of());
            write(database, refreshed);
            write(database, first, over, again);
            write(database, first, refreshed);

            assertThat(
                            Sql.rows(
                                    database,
                                    "select host, opened_at::time, observed_at::time, resolved_at::time, boot_id, missing_snapshots"
                                            + " from snapshot_gap order by opened_at"))
                    .containsExactly(
                            "host-1|10:17:00|10:26:00|10:26:00|c|9",
                            "host-1|11:17:00|11:17:00|null|null|0");
        }
    }

    private static Finding gap(
            FindingStatus status, int openedMinutes, int minutes, Map<String, Object> evidence) {
        return new Finding(
                Finding.SCHEMA_VERSION,
                Finding.id(RuleName.SNAPSHOT_GAP, "host-1", Side.CLIENT, "host"),
                RuleName.SNAPSHOT_GAP,
                Severity.WARN,
                status,
                "host-1",
                Side.CLIENT,
                "host",
                List.of("host-1"),
                MINUTE.plusSeconds(60L * openedMinutes),
                MINUTE.plusSeconds(60L * minutes),
                status == FindingStatus.RESOLVED ? MINUTE.plusSeconds(60L * minutes) : null,
                evidence);
    }

    private static void write(Database database, Finding... findings) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            FindingTables.write(connection, List.of(findings));
            connection.commit();
        }
    }
}
