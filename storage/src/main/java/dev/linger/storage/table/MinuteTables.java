// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.table.MinuteStages.ENDPOINT_MINUTE;
import static dev.linger.storage.table.MinuteStages.LISTENER_MINUTE;
import static dev.linger.storage.table.MinuteStages.SERVICE_KERNEL;
import static dev.linger.storage.table.MinuteStages.SERVICE_MINUTE;
import static dev.linger.storage.table.MinuteStages.parts;

import dev.linger.model.minute.KernelContext;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.copy.Stage;
import dev.linger.storage.table.MinuteStages.Part;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * service_minute, endpoint_minute, listener_minute, service_kernel, service_caller, and the marks
 * that have hours recomputed.
 *
 * <p>A service's minute replaces the one that is there, with its endpoints and listeners, unless
 * that one is complete and this one is not: records that come again in any order leave the complete
 * one standing.
 */
public final class MinuteTables {
    private static final String FRESH = "_fresh";

    private MinuteTables() {}

    /** The partitioned tables that {@link #write} fills. */
    public static List<String> partitioned() {
        return List.of(SERVICE_MINUTE.table(), ENDPOINT_MINUTE.table(), LISTENER_MINUTE.table());
    }

    /** What a partitioned table's rows and packed hours are seen through. */
    public static String view(String partitioned) {
        return partitioned.substring(0, partitioned.length() - FRESH.length());
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
                                    view(stage.table()),
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
        List<ServiceMinute> minutes = latest(arrived);
        LateHours.unpack(connection, minutes);
        @Nullable List<ServiceMinute> written = FreshMinutes.write(connection, minutes);
        Set<RollupMarks.Hour> hours = new HashSet<>();
        if (written == null) {
            hours.addAll(MinuteMerge.write(connection, minutes));
        } else {
            written.stream()
                    .filter(ServiceMinute::complete)
                    .map(RollupMarks.Hour::of)
                    .forEach(hours::add);
        }
        RollupMarks.set(connection, hours);
        writeKernels(connection, minutes);
        CallerTable.write(connection, minutes);
    }

    /**
     * The record that counts for each service and minute, in the order in which rows are locked.
     */
    private static List<ServiceMinute> latest(Collection<ServiceMinute> arrived) {
        Map<Part<String>, ServiceMinute> byKey = new HashMap<>();
        for (ServiceMinute minute : arrived) {
            byKey.merge(
                    new Part<>(minute.minute(), minute.service(), ""),
                    minute,
                    (before, after) -> before.complete() && !after.complete() ? before : after);
        }
        return byKey.values().stream()
                .sorted(
                        Comparator.comparing(ServiceMinute::minute)
                                .thenComparing(ServiceMinute::service))
                .toList();
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
}
