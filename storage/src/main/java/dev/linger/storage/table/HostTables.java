// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.table.KernelColumns.use;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.KernelSnapshot.Use;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * host and sysctl_change. A host's row is its latest kernel snapshot; what its settings changed
 * from is the row before. Snapshots older than the row change neither.
 */
public final class HostTables {
    private static final Stage<KernelSnapshot> HOST =
            new Stage<>(
                    "host",
                    List.of(
                            Column.text("host", KernelSnapshot::host),
                            Column.instant("first_seen_at", KernelSnapshot::observedAt),
                            Column.instant("last_seen_at", KernelSnapshot::observedAt),
                            Column.text("boot_id", KernelSnapshot::bootId),
                            Column.text("kernel_release", KernelSnapshot::kernelRelease),
                            Column.integer("namespaces", row -> row.namespaces().size()),
                            use("conntrack_used", KernelSnapshot::conntrack, Use::used),
                            use("conntrack_limit", KernelSnapshot::conntrack, Use::limit),
                            use("descriptors_used", KernelSnapshot::descriptors, Use::used),
                            use("descriptors_limit", KernelSnapshot::descriptors, Use::limit),
                            Column.json("sysctls", HostTables::sysctls),
                            Column.json("configured", KernelSnapshot::configured)));

    private HostTables() {}

    /** Writes snapshots in the order in which they came, within the connection's transaction. */
    public static void write(Connection connection, Collection<KernelSnapshot> arrived)
            throws SQLException {
        HOST.fill(connection, arrived);
        try (Statement statement = connection.createStatement()) {
            // ctid is the order of arrival: the stage is filled by one COPY and never updated.
            statement.execute(
                    """
                    insert into sysctl_change (host, name, changed_at, value, previous_value)
                    select host, name, last_seen_at, sysctls ->> name, before ->> name
                      from (select s.host, s.last_seen_at, s.sysctls,
                                   coalesce(lag(s.sysctls) over (partition by s.host order by s.last_seen_at, s.ctid),
                                            h.sysctls, '{}') as before
                              from %s s
                              left join host h on h.host = s.host
                             where h.host is null or s.last_seen_at > h.last_seen_at) seen
                     cross join lateral (select jsonb_object_keys(sysctls)
                                          union select jsonb_object_keys(before)) names (name)
                     where sysctls <> before and (sysctls ->> name) is distinct from (before ->> name)
                     order by host, name, last_seen_at
                    on conflict (host, name, changed_at) do update set value = excluded.value
                    """
                            .formatted(HOST.name()));
            statement.execute(
                    """
                    insert into host (%1$s)
                    select distinct on (host) %2$s from %4$s order by host, last_seen_at desc, ctid desc
                    on conflict (host) do update set %3$s
                     where excluded.last_seen_at >= host.last_seen_at
                    """
                            .formatted(
                                    HOST.columnList(),
                                    HOST.columnList()
                                            .replace(
                                                    "first_seen_at",
                                                    "min(first_seen_at) over (partition by host)"),
                                    HOST.assignments(List.of("host", "first_seen_at")),
                                    HOST.name()));
        }
    }

    private static Map<String, ?> sysctls(KernelSnapshot snapshot) {
        return snapshot.namespaces().isEmpty()
                ? Map.of()
                : snapshot.namespaces().getFirst().sysctls();
    }
}
