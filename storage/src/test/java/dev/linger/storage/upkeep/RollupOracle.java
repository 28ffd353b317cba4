// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** What hours and days have to be, computed from the minutes in one go. */
final class RollupOracle {
    private static final int MINUTES_AT_A_TIME = 100;

    private final Database database;
    private final Rollups rollups;

    RollupOracle(Database database, Rollups rollups) {
        this.database = database;
        this.rollups = rollups;
    }

    /** Writes random minutes, some at a time, and has the hours computed each time. */
    void write(int count, long seed, Function<Random, ServiceMinute> minute) throws SQLException {
        Random random = new Random(seed);
        for (int written = 0; written < count; written += MINUTES_AT_A_TIME) {
            List<ServiceMinute> minutes = new ArrayList<>();
            for (int i = 0; i < MINUTES_AT_A_TIME; i++) {
                minutes.add(minute.apply(random));
            }
            History.write(database, minutes);
            rollups.catchUp();
        }
    }

    /**
     * Fails where an hour or a day is missing, too many or wrong.
     *
     * @param rolledUp {@code service} or {@code endpoint}
     * @param keys the columns of its key beside the time
     */
    void assertExact(String rolledUp, String keys, long seed) throws SQLException {
        String wrongHours =
                """
                select r, c from %1$s_hour r full join (
                    select date_trunc('hour', minute, 'UTC') as hour, %2$s, count(*) as minutes,
                           avg(m.time_wait_mean) as time_wait_mean, max(m.time_wait_peak) as time_wait_peak,
                           sum(m.active_closes) as active_closes, max(m.port_utilisation) as port_utilisation_peak
                      from %1$s_minute m
                     where exists (select from service_minute s
                                    where (s.minute, s.service) = (m.minute, m.service) and s.complete)
                     group by hour, %2$s) c using (hour, %2$s)
                 where (r.minutes, r.time_wait_mean::numeric(20,6), r.time_wait_peak, r.active_closes, r.port_utilisation_peak)
                       is distinct from
                       (c.minutes, c.time_wait_mean::numeric(20,6), c.time_wait_peak, c.active_closes, c.port_utilisation_peak)
                """
                        .formatted(rolledUp, keys);
        assertThat(Sql.rows(database, wrongHours)).as("hours, seed %d", seed).isEmpty();
        assertThat(Sql.rows(database, wrongHours.replace("hour", "day")))
                .as("days, seed %d", seed)
                .isEmpty();
    }
}
