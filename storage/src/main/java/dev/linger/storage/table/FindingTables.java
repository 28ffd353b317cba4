// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.finding.Finding;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;

/**
 * finding, finding_history and snapshot_gap. A finding's row is its latest state by the minute of
 * its evidence; the history holds each change of severity or status. Older states that come again
 * change neither.
 */
public final class FindingTables {
    private static final Stage<Finding> FINDING =
            new Stage<>(
                    "finding",
                    List.of(
                            Column.text("id", Finding::id),
                            Column.text("rule", row -> row.rule().name()),
                            Column.text("severity", row -> row.severity().label()),
                            Column.text("status", row -> row.status().label()),
                            Column.text("service", Finding::service),
                            Column.text("side", row -> row.side().label()),
                            Column.text("endpoint", Finding::endpoint),
                            Column.texts("hosts", Finding::hosts),
                            Column.instant("opened_at", Finding::openedAt),
                            Column.instant("observed_at", Finding::observedAt),
                            Column.instant("resolved_at", Finding::resolvedAt),
                            Column.json("evidence", Finding::evidence)));

    private FindingTables() {}

    /** Writes findings in the order in which they came, within the connection's transaction. */
    public static void write(Connection connection, Collection<Finding> arrived)
            throws SQLException {
        SnapshotGapTable.write(connection, arrived);
        FINDING.fill(connection, arrived);
        try (Statement statement = connection.createStatement()) {
            // ctid is the order of arrival: the stage is filled by one COPY and never updated.
            statement.execute(
                    """
                    insert into finding_history (finding_id, opened_at, changed_at, severity, status, evidence)
                    select id, opened_at, observed_at, severity, status, evidence
                      from (select s.*,
                                   coalesce(lag(s.severity || s.status) over (partition by s.id, s.opened_at order by s.observed_at, s.ctid),
                                            f.severity || f.status) as before
                              from %s s
                              left join finding f on f.id = s.id and f.opened_at = s.opened_at
                             where f.id is null or s.observed_at >= f.observed_at) as seen
                     where before is distinct from severity || status
                     order by id, opened_at, observed_at
                    on conflict do nothing
                    """
                            .formatted(FINDING.name()));
            statement.execute(
                    """
                    insert into finding (%1$s)
                    select distinct on (id) %1$s from %3$s order by id, opened_at desc, observed_at desc, ctid desc
                    on conflict (id) do update set %2$s
                     where (excluded.opened_at, excluded.observed_at) >= (finding.opened_at, finding.observed_at)
                    """
                            .formatted(
                                    FINDING.columnList(),
                                    FINDING.assignments(List.of("id")),
                                    FINDING.name()));
        }
    }
}
