// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * endpoint_hour, endpoint_day, service and endpoint, after service_hour and from the same hours.
 *
 * <p>An hour of endpoints is replaced as a whole, so that an endpoint which a later state of a
 * minute does not have any more leaves the hour. It is left alone when service_hour rests on more
 * minutes than there are: then retention has taken some of them.
 *
 * <p>Nothing is known of taken_hour when this is planned. {@code lateral} with {@code offset 0} has
 * what belongs to each of its hours searched by the key; joined, every row of the newest days was
 * read for each two thousand hours.
 */
final class EndpointRollups {
    private static final List<RollupColumn> COLUMNS = RollupColumn.ofEndpoints();

    private static final String HOURS =
            """
            with minute as materialized (
                select t.hour, m.minute, m.service
                  from taken_hour t
                 cross join lateral (
                       select m.minute, m.service
                         from service_minute_fresh m
                        where m.service = t.service and m.complete
                          and m.minute >= t.hour and m.minute < t.hour + interval '1 hour'
                       offset 0) m),
            whole as materialized (
                select there.hour, there.service
                  from (select hour, service, count(*) as minutes from minute group by hour, service) there
                 cross join lateral (
                       select 1
                         from service_hour h
                        where h.service = there.service and h.hour = there.hour and h.minutes = there.minutes
                       offset 0) h),
            computed as materialized (
                select w.hour, m.service, m.side, m.endpoint,
                       min(m.minute) as first_seen, max(m.minute) as last_seen, %2$s
                  from whole w
                 cross join lateral (
                       select m.*
                         from service_minute_fresh u
                         join endpoint_minute_fresh m on m.service = u.service and m.minute = u.minute
                        where u.service = w.service and u.complete
                          and u.minute >= w.hour and u.minute < w.hour + interval '1 hour'
                          and m.minute >= w.hour and m.minute < w.hour + interval '1 hour'
                       offset 0) m
                 group by w.hour, m.service, m.side, m.endpoint),
            gone as (
                delete from endpoint_hour e using whole w
                 where e.hour = w.hour and e.service = w.service
                   and not exists (select from computed c
                                    where (c.hour, c.service, c.side, c.endpoint)
                                        = (e.hour, e.service, e.side, e.endpoint))),
            seen_service as (
                insert into service as s (service, first_seen, last_seen)
                select service, min(minute), max(minute) from minute group by service order by service
                on conflict (service) do update
                   set first_seen = least(s.first_seen, excluded.first_seen),
                       last_seen = greatest(s.last_seen, excluded.last_seen)
                 where excluded.first_seen < s.first_seen or excluded.last_seen > s.last_seen),
            seen_endpoint as (
                insert into endpoint as s (service, side, endpoint, first_seen, last_seen)
                select service, side, endpoint, min(first_seen), max(last_seen)
                  from computed group by service, side, endpoint order by service, side, endpoint
                on conflict (service, side, endpoint) do update
                   set first_seen = least(s.first_seen, excluded.first_seen),
                       last_seen = greatest(s.last_seen, excluded.last_seen)
                 where excluded.first_seen < s.first_seen or excluded.last_seen > s.last_seen)
            insert into endpoint_hour (hour, service, side, endpoint, %1$s)
            select hour, service, side, endpoint, %1$s from computed
             order by hour, service, side, endpoint
            on conflict (hour, service, side, endpoint) do update set %3$s
            """
                    .formatted(
                            list(RollupColumn::name),
                            list(column -> column.ofMinutes() + " as " + column.name()),
                            list(column -> column.name() + " = excluded." + column.name()));

    private static final String DAYS =
            """
            with day as materialized (
                select distinct date_trunc('day', hour, 'UTC') as day, service from taken_hour),
            computed as materialized (
                select d.day, h.service, h.side, h.endpoint, %2$s
                  from day d
                  join endpoint_hour h
                    on h.service = d.service and h.hour >= d.day and h.hour < d.day + interval '24 hours'
                 group by d.day, h.service, h.side, h.endpoint),
            kept as (
                insert into endpoint_day as e (day, service, side, endpoint, %1$s)
                select day, service, side, endpoint, %1$s from computed
                 order by day, service, side, endpoint
                on conflict (day, service, side, endpoint) do update set %3$s)
            delete from endpoint_day e using day d
             where e.day = d.day and e.service = d.service
               and exists (select from computed c where c.day = e.day and c.service = e.service)
               and not exists (select from computed c
                                where (c.day, c.service, c.side, c.endpoint)
                                    = (e.day, e.service, e.side, e.endpoint))
            """
                    .formatted(
                            list(RollupColumn::name),
                            list(column -> column.ofHours() + " as " + column.name()),
                            list(column -> column.name() + " = excluded." + column.name()));

    private EndpointRollups() {}

    /** Recomputes what {@code taken_hour} names, within the connection's transaction. */
    static void recompute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(HOURS);
            statement.execute(DAYS);
        }
    }

    private static String list(Function<RollupColumn, String> text) {
        return COLUMNS.stream().map(text).collect(Collectors.joining(", "));
    }
}
