// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ListenerMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * service_minute, endpoint_minute, listener_minute, service_kernel, and the marks that have hours
 * recomputed.
 *
 * <p>A service's minute replaces the one that is there, with its endpoints and listeners, unless
 * that one is complete and this one is not: records that come again in any order leave the complete
 * one standing.
 */
public final class MinuteTables {
    private static final List<String> KEY = List.of("minute", "service");

    private static final Stage<ServiceMinute> SERVICE_MINUTE =
            new Stage<>(
                    "service_minute",
                    concat(
                            Stream.of(
                                    Column.instant("minute", ServiceMinute::minute),
                                    Column.text("service", ServiceMinute::service),
                                    Column.flag("complete", ServiceMinute::complete),
                                    Column.integer("hosts", ServiceMinute::hosts),
                                    Column.integer("snapshots", ServiceMinute::snapshots),
                                    Column.bigint("coverage_ms", ServiceMinute::coverageMillis)),
                            SocketColumns.of(ServiceMinute::sockets)));

    private static final Stage<Part<EndpointMinute>> ENDPOINT_MINUTE =
            new Stage<>(
                    "endpoint_minute",
                    concat(
                            Stream.of(
                                    Column.instant("minute", Part::minute),
                                    Column.text("service", Part::service),
                                    Column.text("side", row -> row.part().side().label()),
                                    Column.text("endpoint", row -> row.part().endpoint()),
                                    Column.integer("hosts", row -> row.part().hosts())),
                            SocketColumns.of(row -> row.part().sockets())));

    private static final Stage<Part<ListenerMinute>> LISTENER_MINUTE =
            new Stage<>(
                    "listener_minute",
                    List.of(
                            Column.instant("minute", Part::minute),
                            Column.text("service", Part::service),
                            Column.text("endpoint", row -> row.part().endpoint()),
                            Column.text("host", row -> row.part().host()),
                            Column.integer(
                                    "accept_queue_peak", row -> row.part().acceptQueuePeak()),
                            Column.integer("backlog", row -> row.part().backlog()),
                            Column.integer("snapshots", row -> row.part().snapshots()),
                            Column.integer("full_snapshots", row -> row.part().fullSnapshots())));

    private static final Stage<Part<KernelContext>> SERVICE_KERNEL =
            new Stage<>(
                    "service_kernel",
                    List.of(
                            Column.text("service", Part::service),
                            Column.instant("minute", Part::minute),
                            Column.text("host", row -> row.part().host()),
                            Column.bigint("namespace", row -> row.part().namespace()),
                            Column.json("sysctls", row -> row.part().sysctls()),
                            Column.json(
                                    "counter_increases", row -> row.part().counterIncreases())));

    private MinuteTables() {}

    /** The partitioned tables that {@link #write} fills. */
    public static List<String> partitioned() {
        return List.of(SERVICE_MINUTE.table(), ENDPOINT_MINUTE.table(), LISTENER_MINUTE.table());
    }

    /**
     * Appends minutes that are known to be new, by COPY alone: what writing them costs at least.
     */
    public static void copy(Connection connection, Collection<ServiceMinute> minutes)
            throws SQLException {
        SERVICE_MINUTE.append(connection, minutes);
        ENDPOINT_MINUTE.append(connection, parts(minutes, ServiceMinute::endpoints));
        LISTENER_MINUTE.append(connection, parts(minutes, ServiceMinute::listeners));
    }

    /**
     * Rows that are not as these minutes say, one line for each; needs a transaction, which can be
     * rolled back.
     */
    public static List<String> differences(Connection connection, Collection<ServiceMinute> minutes)
            throws SQLException {
        SERVICE_MINUTE.fill(connection, minutes);
        ENDPOINT_MINUTE.fill(connection, parts(minutes, ServiceMinute::endpoints));
        LISTENER_MINUTE.fill(connection, parts(minutes, ServiceMinute::listeners));
        List<String> differences = new ArrayList<>();
        for (Stage<?> stage : List.of(SERVICE_MINUTE, ENDPOINT_MINUTE, LISTENER_MINUTE)) {
            String differing =
                    """
                    with said as (select %2$s from %3$s),
                    kept as (select %2$s from %1$s join (select minute, service from %4$s) k using (minute, service))
                    select '%1$s ' || minute || ' ' || service || ': ' || what
                      from (select minute, service, 'missing or different' as what
                              from (select * from said except all select * from kept) a
                            union all
                            select minute, service, 'too many or different'
                              from (select * from kept except all select * from said) b) d
                     order by 1
                    """
                            .formatted(
                                    stage.table(),
                                    stage.columnList(),
                                    stage.name(),
                                    SERVICE_MINUTE.name());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(differing)) {
                while (row.next()) {
                    differences.add(row.getString(1));
                }
            }
        }
        return differences;
    }

    /** Writes minutes in the order in which they came, within the connection's transaction. */
    public static void write(Connection connection, Collection<ServiceMinute> arrived)
            throws SQLException {
        Collection<ServiceMinute> minutes = latest(arrived);
        SERVICE_MINUTE.fill(connection, minutes);
        ENDPOINT_MINUTE.fill(connection, parts(minutes, ServiceMinute::endpoints));
        LISTENER_MINUTE.fill(connection, parts(minutes, ServiceMinute::listeners));
        mergeServices(connection);
        Instant first = minutes.stream().map(ServiceMinute::minute).min(Instant::compareTo).get();
        Instant last = minutes.stream().map(ServiceMinute::minute).max(Instant::compareTo).get();
        replaceParts(connection, ENDPOINT_MINUTE, List.of("side", "endpoint"), first, last);
        replaceParts(connection, LISTENER_MINUTE, List.of("endpoint"), first, last);
        writeKernels(connection, minutes);
    }

    /** The record that counts for each service and minute, oldest minute first. */
    private static Collection<ServiceMinute> latest(Collection<ServiceMinute> arrived) {
        Map<Part<String>, ServiceMinute> byKey = new LinkedHashMap<>();
        for (ServiceMinute minute : arrived) {
            byKey.merge(
                    new Part<>(minute.minute(), minute.service(), ""),
                    minute,
                    (before, after) -> before.complete() && !after.complete() ? before : after);
        }
        return byKey.values();
    }

    private static void mergeServices(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table if not exists accepted_minute"
                            + " (minute timestamptz, service text, complete boolean)"
                            + " on commit delete rows");
            statement.execute(
                    """
                    with merged as (
                        insert into service_minute (%1$s) select %1$s from %2$s order by minute, service
                        on conflict (minute, service) do update set %3$s
                         where excluded.complete or not service_minute.complete
                        returning minute, service, complete)
                    insert into accepted_minute select minute, service, complete from merged
                    """
                            .formatted(
                                    SERVICE_MINUTE.columnList(),
                                    SERVICE_MINUTE.name(),
                                    SERVICE_MINUTE.assignments(KEY)));
            // An update even where the mark is there: its lock makes the rollup wait for these
            // rows.
            statement.execute(
                    """
                    insert into rollup_mark as m (hour, service)
                    select distinct date_trunc('hour', minute, 'UTC'), service
                      from accepted_minute where complete order by 1, 2
                    on conflict (hour, service) do update set marks = m.marks + 1
                    """);
        }
    }

    /** Leaves exactly the staged parts of the accepted minutes in the table. */
    private static void replaceParts(
            Connection connection,
            Stage<?> stage,
            List<String> partKey,
            Instant first,
            Instant last)
            throws SQLException {
        List<String> key = Stream.concat(KEY.stream(), partKey.stream()).toList();
        String keys = String.join(", ", key);
        String gone =
                """
                delete from %1$s t using accepted_minute a
                 where t.minute = a.minute and t.service = a.service and t.minute between ? and ?
                   and not exists (select from %2$s s where (s.%3$s) = (t.%4$s))
                """
                        .formatted(
                                stage.table(),
                                stage.name(),
                                String.join(", s.", key),
                                String.join(", t.", key));
        // The bounds let PostgreSQL leave out the partitions of other days.
        try (PreparedStatement statement = connection.prepareStatement(gone)) {
            statement.setObject(1, OffsetDateTime.ofInstant(first, ZoneOffset.UTC));
            statement.setObject(2, OffsetDateTime.ofInstant(last, ZoneOffset.UTC));
            statement.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into %1$s (%2$s)
                    select %2$s from %3$s join accepted_minute using (minute, service) order by %4$s
                    on conflict (%4$s) do update set %5$s
                    """
                            .formatted(
                                    stage.table(),
                                    stage.columnList(),
                                    stage.name(),
                                    keys,
                                    stage.assignments(key)));
        }
    }

    private static void writeKernels(Connection connection, Collection<ServiceMinute> minutes)
            throws SQLException {
        Map<String, Part<KernelContext>> byService = new LinkedHashMap<>();
        for (ServiceMinute minute : minutes) {
            KernelContext kernel = minute.kernel();
            if (kernel != null) {
                byService.merge(
                        minute.service(),
                        new Part<>(minute.minute(), minute.service(), kernel),
                        (a, b) -> b.minute().isBefore(a.minute()) ? a : b);
            }
        }
        if (byService.isEmpty()) {
            return;
        }
        SERVICE_KERNEL.fill(connection, byService.values());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into service_kernel (%1$s) select %1$s from %2$s order by service
                    on conflict (service) do update set %3$s
                     where excluded.minute >= service_kernel.minute
                    """
                            .formatted(
                                    SERVICE_KERNEL.columnList(),
                                    SERVICE_KERNEL.name(),
                                    SERVICE_KERNEL.assignments(List.of("service"))));
        }
    }

    private static <P> List<Part<P>> parts(
            Collection<ServiceMinute> minutes, Function<ServiceMinute, List<P>> of) {
        List<Part<P>> parts = new ArrayList<>();
        for (ServiceMinute minute : minutes) {
            for (P part : of.apply(minute)) {
                parts.add(new Part<>(minute.minute(), minute.service(), part));
            }
        }
        return parts;
    }

    private static <R> List<Column<R>> concat(Stream<Column<R>> first, List<Column<R>> second) {
        return Stream.concat(first, second.stream()).toList();
    }

    /** A part of a service's minute. */
    private record Part<P>(Instant minute, String service, P part) {}
}
