// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.table.KernelColumns.ofAll;
import static dev.linger.storage.table.KernelColumns.ofFirst;
import static dev.linger.storage.table.KernelColumns.use;

import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.kernel.KernelSnapshot.Use;
import dev.linger.model.kernel.NamespaceKernel;
import dev.linger.model.minute.HostMinute;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * host_minute, and kernel_counter_minute with kernel_counter, from which it counts on. A snapshot
 * that is not later than the one in kernel_counter adds nothing, so that it counts once.
 */
public final class HostMinuteTables {
    private static final Stage<KernelSnapshot> HOST_MINUTE =
            new Stage<>(
                    "host_minute",
                    List.of(
                            Column.instant("minute", row -> HostMinute.minuteOf(row.observedAt())),
                            Column.text("host", KernelSnapshot::host),
                            Column.instant("observed_at", KernelSnapshot::observedAt),
                            Column.integer("namespaces", row -> row.namespaces().size()),
                            ofAll("established", "Tcp.CurrEstab"),
                            ofAll("tcp_in_use", "sockstat.TCP.inuse", "sockstat.TCP6.inuse"),
                            ofAll("time_wait", "sockstat.TCP.tw"),
                            ofFirst("orphans", "sockstat.TCP.orphan"),
                            ofFirst("tcp_allocated", "sockstat.TCP.alloc"),
                            ofFirst("tcp_memory_pages", "sockstat.TCP.mem"),
                            use("conntrack_used", KernelSnapshot::conntrack, Use::used),
                            use("conntrack_limit", KernelSnapshot::conntrack, Use::limit),
                            use("descriptors_used", KernelSnapshot::descriptors, Use::used),
                            use("descriptors_limit", KernelSnapshot::descriptors, Use::limit)));

    private static final Stage<Namespace> KERNEL_COUNTER =
            new Stage<>(
                    "kernel_counter",
                    Stream.concat(
                                    Stream.of(
                                            Column.<Namespace>text(
                                                    "host", row -> row.snapshot().host()),
                                            Column.<Namespace>bigint(
                                                    "namespace", row -> row.kernel().namespace()),
                                            Column.<Namespace>text(
                                                    "boot_id", row -> row.snapshot().bootId()),
                                            Column.<Namespace>instant(
                                                    "observed_at",
                                                    row -> row.snapshot().observedAt())),
                                    KernelCounter.ALL.stream()
                                            .map(counter ->
                                                    Column.<Namespace>bigintOrNull(
                                                            counter.column(),
                                                            row ->
                                                                    row.kernel()
                                                                            .counters()
                                                                            .get(counter.name()))))
                            .toList());

    /** Steps from one snapshot of a namespace to the next, added up by the minute of the latter. */
    private static final String GROWTH =
            """
            with known as (
                select %2$s, 0 as origin from kernel_counter
                 where host in (select host from %1$s)
                union all
                select %3$s, 1
                  from %1$s s left join kernel_counter k using (host, namespace)
                 where k.host is null or s.observed_at > k.observed_at),
            step as (
                select origin, date_trunc('minute', observed_at, 'UTC') as minute, host, observed_at,
                       lag(observed_at) over same as observed_before, %4$s
                  from known
                window same as (partition by host, namespace, boot_id order by observed_at, origin))
            insert into kernel_counter_minute as m (minute, host, covered_ms, %5$s)
            select minute, host, covered_ms, %5$s
              from (select minute, host, %6$s
                      from step where origin = 1 group by minute, host) grown
              join (select minute, host, (extract(epoch from sum(span)) * 1000)::bigint as covered_ms
                      from (select minute, host, max(observed_at - observed_before) as span
                              from step where origin = 1 group by minute, host, observed_at) spans
                     group by minute, host) covered using (minute, host)
             where covered_ms is not null
             order by minute, host
            on conflict (minute, host) do update
               set covered_ms = m.covered_ms + excluded.covered_ms, %7$s
            """
                    .formatted(
                            KERNEL_COUNTER.name(),
                            KERNEL_COUNTER.columnList(),
                            Stream.of(KERNEL_COUNTER.columnList().split(", "))
                                    .map(column -> "s." + column)
                                    .collect(Collectors.joining(", ")),
                            list(
                                    "case when %1$s >= lag(%1$s) over same"
                                            + " then %1$s - lag(%1$s) over same end as %1$s"),
                            list("%1$s"),
                            list("sum(%1$s)::bigint as %1$s"),
                            list(
                                    "%1$s = case when m.%1$s is null then excluded.%1$s"
                                            + " else m.%1$s + coalesce(excluded.%1$s, 0) end"));

    private HostMinuteTables() {}

    /** The partitioned tables that {@link #write} fills. */
    public static List<String> partitioned() {
        return List.of(HOST_MINUTE.table(), "kernel_counter_minute");
    }

    /** Writes snapshots in the order in which they came, within the connection's transaction. */
    public static void write(Connection connection, Collection<KernelSnapshot> arrived)
            throws SQLException {
        HOST_MINUTE.fill(connection, arrived);
        List<Namespace> namespaces = new ArrayList<>();
        for (KernelSnapshot snapshot : arrived) {
            snapshot.namespaces()
                    .forEach(kernel -> namespaces.add(new Namespace(snapshot, kernel)));
        }
        KERNEL_COUNTER.fill(connection, namespaces);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into host_minute as m (%1$s)
                    select distinct on (minute, host) %1$s from %2$s order by minute, host, observed_at desc
                    on conflict (minute, host) do update set %3$s
                     where excluded.observed_at >= m.observed_at
                    """
                            .formatted(
                                    HOST_MINUTE.columnList(),
                                    HOST_MINUTE.name(),
                                    HOST_MINUTE.assignments(List.of("minute", "host"))));
            statement.execute(GROWTH);
            statement.execute(
                    """
                    insert into kernel_counter as k (%1$s)
                    select distinct on (host, namespace) %1$s from %2$s order by host, namespace, observed_at desc
                    on conflict (host, namespace) do update set %3$s
                     where excluded.observed_at > k.observed_at
                    """
                            .formatted(
                                    KERNEL_COUNTER.columnList(),
                                    KERNEL_COUNTER.name(),
                                    KERNEL_COUNTER.assignments(List.of("host", "namespace"))));
            // One that could not be read once may come back, one that is gone does not.
            statement.execute(
                    """
                    delete from kernel_counter k
                     using (select host, max(observed_at) as latest from %1$s group by host) s
                     where k.host = s.host and k.observed_at < s.latest - interval '10 minutes'
                    """
                            .formatted(KERNEL_COUNTER.name()));
        }
    }

    private static String list(String each) {
        return KernelCounter.ALL.stream()
                .map(counter -> each.formatted(counter.column()))
                .collect(Collectors.joining(", "));
    }

    /** A namespace of a snapshot. */
    private record Namespace(KernelSnapshot snapshot, NamespaceKernel kernel) {}
}
