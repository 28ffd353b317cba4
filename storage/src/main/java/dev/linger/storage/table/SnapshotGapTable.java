// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.finding.Finding;
import dev.linger.model.finding.RuleName;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;

/**
 * snapshot_gap: one row for each life of a finding of {@link RuleName#SNAPSHOT_GAP}, whose service
 * is the host. States that come again, or in another order, change nothing.
 */
final class SnapshotGapTable {
    private static final Stage<Finding> SNAPSHOT_GAP =
            new Stage<>(
                    "snapshot_gap",
                    List.of(
                            Column.text("host", Finding::service),
                            Column.instant("opened_at", Finding::openedAt),
                            Column.instant("observed_at", Finding::observedAt),
                            Column.instant("resolved_at", Finding::resolvedAt),
                            Column.text("boot_id", SnapshotGapTable::bootId),
                            Column.bigint("missing_snapshots", SnapshotGapTable::missing)));

    private SnapshotGapTable() {}

    static void write(Connection connection, Collection<Finding> arrived) throws SQLException {
        List<Finding> gaps =
                arrived.stream().filter(it -> it.rule() == RuleName.SNAPSHOT_GAP).toList();
        if (gaps.isEmpty()) {
            return;
        }
        SNAPSHOT_GAP.fill(connection, gaps);
        try (Statement statement = connection.createStatement()) {
            // greatest() leaves nulls out.
            statement.execute(
                    """
                    insert into snapshot_gap as g (%1$s)
                    select host, opened_at, max(observed_at), max(resolved_at),
                           (array_agg(boot_id order by observed_at desc) filter (where boot_id is not null))[1],
                           max(missing_snapshots)
                      from %2$s group by host, opened_at order by host, opened_at
                    on conflict (host, opened_at) do update
                       set observed_at = greatest(g.observed_at, excluded.observed_at),
                           resolved_at = greatest(g.resolved_at, excluded.resolved_at),
                           boot_id = case when excluded.observed_at >= g.observed_at
                                          then coalesce(excluded.boot_id, g.boot_id) else g.boot_id end,
                           missing_snapshots = greatest(g.missing_snapshots, excluded.missing_snapshots)
                    """
                            .formatted(SNAPSHOT_GAP.columnList(), SNAPSHOT_GAP.name()));
        }
    }

    private static @Nullable String bootId(Finding finding) {
        return finding.evidence().get("bootId") instanceof String bootId ? bootId : null;
    }

    private static long missing(Finding finding) {
        return finding.evidence().get("missingSnapshots") instanceof Number missing
                ? missing.longValue()
                : 0;
    }
}
