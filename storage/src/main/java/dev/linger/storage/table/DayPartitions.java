// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the daily partitions that rows need; remembers which are there. Thread-safe. */
public final class DayPartitions {
    /** Also of a row for which there is no partition. */
    private static final String CHECK_VIOLATION = "23514";

    private static final String UNDEFINED_TABLE = "42P01";

    private final List<String> tables;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    /** For every table that is partitioned by day. */
    public static DayPartitions ofAll() {
        return new DayPartitions(
                Stream.of(MinuteTables.partitioned(), HostMinuteTables.partitioned())
                        .flatMap(List::stream)
                        .toList());
    }

    /** For these tables, partitioned by UTC day. */
    public DayPartitions(List<String> tables) {
        this.tables = List.copyOf(tables);
    }

    /** The UTC days of these times. */
    public static Set<LocalDate> days(Stream<Instant> times) {
        return times.map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC))
                .collect(Collectors.toSet());
    }

    /**
     * Whether a refusal may mean that a partition is gone that is remembered as there: worth one
     * more attempt after {@link #forget}.
     */
    public static boolean isMissing(SQLException e) {
        return CHECK_VIOLATION.equals(e.getSQLState()) || UNDEFINED_TABLE.equals(e.getSQLState());
    }

    /** Makes what is missing for these days; outside of a transaction, so that locks are short. */
    public void ensure(Connection connection, Collection<LocalDate> days) throws SQLException {
        for (LocalDate day : days) {
            if (known.contains(day)) {
                continue;
            }
            try (PreparedStatement make =
                    connection.prepareStatement("select ensure_day_partition(?::regclass, ?)")) {
                for (String table : tables) {
                    make.setString(1, table);
                    make.setObject(2, day);
                    make.execute();
                }
            }
            known.add(day);
        }
    }

    /** Looks again from now on: somebody else may have dropped partitions. */
    public void forget() {
        known.clear();
    }
}
