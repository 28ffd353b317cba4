// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.tcp.Side;
import dev.linger.storage.copy.Column;
import dev.linger.storage.copy.Stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** service_caller: who was seen at the other end of a service's connections, the latest of each. */
final class CallerTable {
    private static final Stage<Caller> SERVICE_CALLER =
            new Stage<>(
                    "service_caller",
                    List.of(
                            Column.text("service", row -> row.key().service()),
                            Column.text("endpoint", row -> row.key().endpoint()),
                            Column.text("caller", row -> row.key().caller()),
                            Column.instant("first_seen", Caller::firstSeen),
                            Column.instant("last_seen", Caller::lastSeen),
                            Column.text("caller_host", row -> row.caller().host()),
                            Column.integer("caller_hosts", row -> row.caller().hosts()),
                            Column.integer("established", row -> row.caller().established()),
                            Column.integer("close_wait", row -> row.caller().closeWait()),
                            Column.integer("time_wait", row -> row.caller().timeWait()),
                            Column.integer("opened", row -> row.caller().opened()),
                            Column.integer("closed_by_caller", row -> row.caller().activeCloses()),
                            Column.integer(
                                    "service_established", row -> row.ends().serverEstablished()),
                            Column.integer(
                                    "closed_by_service", row -> row.ends().serverActiveCloses())));

    private CallerTable() {}

    /** Takes in what minutes say of their callers; only complete ones do. */
    static void write(Connection connection, Collection<ServiceMinute> minutes)
            throws SQLException {
        Map<Key, Caller> callers = new LinkedHashMap<>();
        for (ServiceMinute minute : minutes) {
            for (EndpointMinute endpoint : minute.endpoints()) {
                BothEnds ends = endpoint.bothEnds();
                if (endpoint.side() == Side.SERVER && ends != null) {
                    for (OtherEnd other : ends.others()) {
                        Key key = new Key(minute.service(), endpoint.endpoint(), other.service());
                        Instant at = minute.minute();
                        callers.merge(key, new Caller(key, at, at, ends, other), Caller::and);
                    }
                }
            }
        }
        if (callers.isEmpty()) {
            return;
        }
        SERVICE_CALLER.fill(connection, callers.values());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into service_caller as c (%1$s) select %1$s from %2$s order by service, endpoint, caller
                    on conflict (service, endpoint, caller) do update set %3$s
                     where excluded.last_seen >= c.last_seen
                    """
                            .formatted(
                                    SERVICE_CALLER.columnList(),
                                    SERVICE_CALLER.name(),
                                    SERVICE_CALLER
                                            .assignments(List.of("service", "endpoint", "caller"))
                                            .replace(
                                                    "first_seen = excluded.first_seen",
                                                    "first_seen = least(c.first_seen, excluded.first_seen)")));
            statement.execute(
                    """
                    update service_caller c set first_seen = s.first_seen from %s s
                     where (c.service, c.endpoint, c.caller) = (s.service, s.endpoint, s.caller)
                       and c.first_seen > s.first_seen
                    """
                            .formatted(SERVICE_CALLER.name()));
        }
    }

    /** A service's endpoint and who calls it. */
    private record Key(String service, String endpoint, String caller) {}

    /** What is known of a caller. */
    private record Caller(
            Key key, Instant firstSeen, Instant lastSeen, BothEnds ends, OtherEnd caller) {
        Caller and(Caller more) {
            Instant first = firstSeen.isBefore(more.firstSeen) ? firstSeen : more.firstSeen;
            Caller latest = lastSeen.isAfter(more.lastSeen) ? this : more;
            return new Caller(key, first, latest.lastSeen, latest.ends, latest.caller);
        }
    }
}
