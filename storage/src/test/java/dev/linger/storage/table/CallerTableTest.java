// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import static dev.linger.storage.Minutes.MINUTE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;
import dev.linger.storage.Database;
import dev.linger.storage.History;
import dev.linger.storage.Minutes;
import dev.linger.storage.PostgresServer;
import dev.linger.storage.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

class CallerTableTest {
    private static final String NUMBERS =
            "select caller, caller_host, caller_hosts, established, close_wait, time_wait, opened, closed_by_caller,"
                    + " service_established, closed_by_service from service_caller order by caller";

    private final Database database = PostgresServer.migratedDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldNameTheCallersOfAServersEndpoint() throws SQLException {
        History.write(database, called(Side.SERVER, MINUTE, caller("web", 5), caller("cron", 2)));

        assertThat(Sql.rows(database, NUMBERS))
                .containsExactly(
                        "cron|host-1|3|2|12|22|42|32|9|4", "web|host-1|3|5|15|25|45|35|9|4");
        assertThat(
                        Sql.rows(
                                database,
                                "select service, endpoint, first_seen, last_seen from service_caller where caller = 'web'"))
                .containsExactly(
                        "search|10.0.0.3:9200|2026-11-21 10:17:00+00|2026-11-21 10:17:00+00");
    }

    @Test
    void shouldLeaveOutTheServersOfAClient() throws SQLException {
        History.write(database, called(Side.CLIENT, MINUTE, caller("web", 5)));

        assertThat(Sql.rows(database, NUMBERS)).isEmpty();
    }

    @Test
    void shouldKeepTheLatestNumbersAndTheFirstMinuteWhateverTheOrder() throws SQLException {
        History.write(database, called(Side.SERVER, MINUTE, caller("web", 5)));
        History.write(
                database,
                called(Side.SERVER, MINUTE.minusSeconds(120), caller("web", 1)),
                called(Side.SERVER, MINUTE.minusSeconds(60), caller("web", 2)));
        History.write(database, called(Side.SERVER, MINUTE.plusSeconds(60), caller("cron", 7)));

        assertThat(
                        Sql.rows(
                                database,
                                "select caller, established, first_seen::time, last_seen::time from service_caller order by caller"))
                .containsExactly("cron|7|10:18:00|10:18:00", "web|5|10:15:00|10:17:00");
    }

    private static ServiceMinute called(Side side, Instant minute, OtherEnd... others) {
        ServiceMinute empty = Minutes.of("search", minute, true);
        BothEnds ends = new BothEnds(7, 9, 3, 4, Stream.of(others).toList());
        return empty.with(
                List.of(new EndpointMinute(side, "10.0.0.3:9200", 1, Minutes.sockets(1), ends)));
    }

    private static OtherEnd caller(String service, long from) {
        return new OtherEnd(
                service, "host-1", 3, from, 0, 0, from + 10, from + 20, from + 30, from + 40, null,
                null);
    }
}
