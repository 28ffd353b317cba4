// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import dev.linger.storage.table.MinuteTables;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Drops what is older than it has to be kept: whole daily partitions, which costs no reading and no
 * vacuum, and rows of the small tables.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final DataSource database;
    private final RetentionConfig config;

    /** Applies {@code config} to {@code database}. */
    public Retention(DataSource database, RetentionConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * What is kept of a table, and until when.
     *
     * @param table the table
     * @param part its partition, or the table itself where rows are deleted one by one
     * @param from time of its oldest rows
     * @param to end of its newest rows, exclusive
     * @param estimatedRows rows, as of the last ANALYZE
     * @param bytes bytes on disk with indexes
     * @param dropAt when it may go
     */
    public record Kept(
            String table,
            String part,
            Instant from,
            Instant to,
            long estimatedRows,
            long bytes,
            Instant dropAt) {}

    /** Every daily partition with the time at which it is dropped, the next one first. */
    public List<Kept> report() throws SQLException {
        List<Kept> kept = new ArrayList<>();
        Map<String, Duration> spans = partitionSpans();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select * from day_partition order by from_time, table_name")) {
            while (row.next()) {
                Duration span = spans.get(row.getString("table_name"));
                if (span != null) {
                    Instant to = instant(row, "to_time");
                    kept.add(
                            new Kept(
                                    row.getString("table_name"),
                                    row.getString("partition_name"),
                                    instant(row, "from_time"),
                                    to,
                                    row.getLong("estimated_rows"),
                                    row.getLong("total_bytes"),
                                    to.plus(span)));
                }
            }
        }
        kept.sort((a, b) -> a.dropAt().compareTo(b.dropAt()));
        return List.copyOf(kept);
    }

    /** What is packed of each table, with the time at which its oldest hour goes. */
    public List<Kept> packedReport() throws SQLException {
        List<Kept> kept = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : MinuteTables.partitioned()) {
                Duration span = partitionSpans().getOrDefault(table, Duration.ZERO);
                String packed = MinuteTables.view(table) + "_packed";
                try (ResultSet row =
                        statement.executeQuery(
                                """
                                select (select hour from %1$s order by hour limit 1) as first,
                                       (select hour from %1$s order by hour desc limit 1) + interval '1 hour' as last,
                                       (select greatest(reltuples, 0)::bigint from pg_class where oid = '%1$s'::regclass) as estimated_rows,
                                       pg_total_relation_size('%1$s') as total_bytes
                                 where exists (select from %1$s)
                                """
                                        .formatted(packed))) {
                    if (row.next()) {
                        Instant first = instant(row, "first");
                        kept.add(
                                new Kept(
                                        packed,
                                        packed,
                                        first,
                                        instant(row, "last"),
                                        row.getLong("estimated_rows"),
                                        row.getLong("total_bytes"),
                                        first.plus(Duration.ofHours(1)).plus(span)));
                    }
                }
            }
        }
        return List.copyOf(kept);
    }

    /**
     * Drops what is over.
     *
     * @return the partitions dropped
     */
    public List<Kept> apply(Instant now) throws SQLException {
        List<Kept> over = report().stream().filter(it -> !it.dropAt().isAfter(now)).toList();
        try (Connection connection = database.getConnection()) {
            for (Kept kept : over) {
                drop(connection, kept);
            }
            for (Map.Entry<String, Duration> rows : rowSpans().entrySet()) {
                try (PreparedStatement delete = connection.prepareStatement(rows.getKey())) {
                    delete.setObject(
                            1,
                            OffsetDateTime.ofInstant(now.minus(rows.getValue()), ZoneOffset.UTC));
                    delete.executeUpdate();
                }
            }
        }
        return over;
    }

    /** Detached first, and concurrently, so that nobody who reads or writes other days waits. */
    private static void drop(Connection connection, Kept kept) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String partition = statement.enquoteIdentifier(kept.part(), true);
            statement.execute(
                    "alter table "
                            + statement.enquoteIdentifier(kept.table(), true)
                            + " detach partition "
                            + partition
                            + " concurrently");
            statement.execute("drop table " + partition);
        }
        LOG.info("dropped {}: its rows were to be kept until {}", kept.part(), kept.dropAt());
    }

    private Map<String, Duration> partitionSpans() {
        return Map.of(
                "service_minute_fresh", config.serviceMinutes(),
                "endpoint_minute_fresh", config.endpointMinutes(),
                "listener_minute_fresh", config.endpointMinutes(),
                "host_minute", config.hostMinutes(),
                "kernel_counter_minute", config.hostMinutes());
    }

    private Map<String, Duration> rowSpans() {
        Map<String, Duration> spans = new LinkedHashMap<>();
        String packed = "delete from %s_packed where hour <= ?::timestamptz - interval '1 hour'";
        spans.put(packed.formatted("service_minute"), config.serviceMinutes());
        spans.put(packed.formatted("endpoint_minute"), config.endpointMinutes());
        spans.put(packed.formatted("listener_minute"), config.endpointMinutes());
        spans.put(
                "delete from packed_minute where minute < date_trunc('hour', ?::timestamptz, 'UTC')",
                longest(config.serviceMinutes(), config.endpointMinutes()));
        spans.put("delete from service_hour where hour < ?", config.serviceHours());
        spans.put("delete from fleet_hour where hour < ?", config.serviceDays());
        spans.put("delete from service_day where day < ?", config.serviceDays());
        spans.put("delete from endpoint_hour where hour < ?", config.endpointHours());
        spans.put("delete from endpoint_day where day < ?", config.endpointDays());
        spans.put("delete from endpoint where last_seen < ?", config.endpointDays());
        spans.put("delete from service where last_seen < ?", config.endpointDays());
        spans.put("delete from service_caller where last_seen < ?", config.endpointDays());
        spans.put(
                "delete from snapshot_gap where coalesce(resolved_at, observed_at) < ?",
                config.findings());
        spans.put("delete from finding_history where changed_at < ?", config.findings());
        spans.put(
                "delete from advice a using finding f"
                        + " where f.id = a.finding_id and f.status = 'resolved' and f.resolved_at < ?",
                config.findings());
        spans.put(
                "delete from finding where status = 'resolved' and resolved_at < ?",
                config.findings());
        spans.put("delete from forecast where range_to < ?", config.forecasts());
        spans.put(
                "delete from sysctl_change c using host h"
                        + " where h.host = c.host and h.last_seen_at < ?",
                config.hosts());
        spans.put("delete from kernel_counter where observed_at < ?", config.hosts());
        spans.put("delete from host where last_seen_at < ?", config.hosts());
        spans.put("delete from dead_letter where arrived_at < ?", config.deadLetters());
        return spans;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
