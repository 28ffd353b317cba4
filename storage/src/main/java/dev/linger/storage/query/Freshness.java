// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far the history reaches.
 *
 * @param newestMinute start of the newest minute of any service; absent in an empty database
 * @param writtenAt when the sink last wrote; absent before it ever did
 * @param deadLettersLastHour records refused within the hour before {@code writtenAt}
 */
public record Freshness(
        @Nullable Instant newestMinute, @Nullable Instant writtenAt, long deadLettersLastHour) {

    private static final String SQL =
            """
            select (select minute from service_minute_fresh order by minute desc limit 1) as newest_minute,
                   written.at as written_at,
                   (select count(*) from dead_letter
                     where arrived_at > written.at - interval '1 hour') as dead_letters
              from (select max(written_at) as at from sink_offset) written
            """;

    /** Asks. */
    public static Freshness now(Handle handle) {
        return handle.createQuery(SQL)
                .map((row, context) ->
                        new Freshness(
                                Columns.instantOrNull(row, "newest_minute"),
                                Columns.instantOrNull(row, "written_at"),
                                row.getLong("dead_letters")))
                .one();
    }
}
