// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.query;

/**
 * Which minute of a service is the present one.
 *
 * <p>A service is present when it has a minute among the last three that are known of any service.
 * Its present minute is the newest that is complete or that was reported by as many hosts as the
 * minute before: the first seconds of a running minute hold a part of the fleet only, and would
 * show every service shrinking at each full minute.
 */
final class PresentMinutes {
    /** Start of the three newest minutes, exclusive: a scalar subquery that prunes partitions. */
    static final String SINCE =
            """
            ((select minute from service_minute_fresh order by minute desc limit 1) - interval '3 minutes')
            """
                    .strip();

    /** A common table expression {@code present(service, minute, observed_ms)}. */
    static final String PRESENT =
            """
            present as (
                select distinct on (service)
                       service, minute, coverage_ms / greatest(hosts, 1) as observed_ms
                  from (select service, minute, complete, hosts, coverage_ms,
                               lag(hosts) over (partition by service order by minute) as hosts_before
                          from service_minute_fresh
                         where minute > %s) recent
                 where complete or hosts_before is null or hosts >= hosts_before
                 order by service, minute desc)
            """
                    .formatted(SINCE);

    private PresentMinutes() {}
}
