// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import org.jdbi.v3.core.Handle;

import java.util.List;

/**
 * What a table takes.
 *
 * @param table its name; a partitioned table is one table
 * @param estimatedRows rows, as of the last ANALYZE
 * @param bytes bytes on disk, with indexes and long values
 */
public record TableSize(String table, long estimatedRows, long bytes) {
    private static final String SQL =
            """
            select coalesce(parent.relname, child.relname) as table_name,
                   sum(case child.relkind when 'r' then greatest(child.reltuples, 0) else 0 end)::bigint as estimated_rows,
                   sum(pg_total_relation_size(child.oid))::bigint as total_bytes
              from pg_class child
              left join pg_inherits on inhrelid = child.oid
              left join pg_class parent on parent.oid = inhparent
             where child.relkind in ('r', 'p') and child.relnamespace = current_schema()::regnamespace
             group by 1
             order by total_bytes desc, table_name
            """;

    /** Every table of the schema, the largest first. */
    public static List<TableSize> all(Handle handle) {
        return handle.createQuery(SQL)
                .map((row, context) ->
                        new TableSize(
                                row.getString("table_name"),
                                row.getLong("estimated_rows"),
                                row.getLong("total_bytes")))
                .list();
    }
}
