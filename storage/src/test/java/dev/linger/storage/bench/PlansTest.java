// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage.bench;

import dev.linger.model.golden.GoldenFile;
import dev.linger.storage.Database;
import dev.linger.storage.PostgresServer;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How PostgreSQL answers the questions of a dashboard and of people, as a file that is reviewed: a
 * condition that no longer finds its partitions or its index shows as a difference. The tables are
 * small enough for ANALYZE to read every row, so that the plans do not vary.
 */
class PlansTest {
    private static final int SERVICES = 20;
    private static final int DAYS = 5;

    @Test
    void shouldAnswerByThePlansThatWereReviewed() throws SQLException {
        StringBuilder plans = new StringBuilder();
        try (Database database = PostgresServer.migratedDatabase()) {
            HistoryLoad load = new HistoryLoad(database.dataSource(), SERVICES);
            for (int before = DAYS; before >= 1; before--) {
                load.load(before);
            }
            load.pack(3);
            load.settle();
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set time zone 'UTC'");
                statement.execute("set max_parallel_workers_per_gather = 0");
                statement.execute("set jit = off");
                statement.execute("set random_page_cost = 1.1");
                for (Map.Entry<String, String> question : questions().entrySet()) {
                    plans.append("## ").append(question.getKey()).append('\n');
                    explain(statement, "explain (costs off) " + question.getValue(), plans);
                    plans.append('\n');
                }
                plans.append("## one service, planned once for any time\n");
                statement.execute("set plan_cache_mode = force_generic_plan");
                statement.execute(
                        "prepare any_time (text, timestamptz, timestamptz) as " + anyTime());
                explain(
                        statement,
                        "explain (costs off) execute any_time"
                                + " ('service-0007', '2026-11-16', '2026-11-21')",
                        plans);
            }
        }
        GoldenFile.assertMatches("storage/src/test/resources/plans.txt", plans.toString());
    }

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("one service, newest 24 h", of(HistoryQueries.EIGHT, "2026-11-20"));
        questions.put(
                "one service, a packed day",
                HistoryQueries.EIGHT
                        .replaceFirst("\\?", "'service-0007'")
                        .replaceFirst("\\?", "'2026-11-16'")
                        .replaceFirst("\\?", "'2026-11-17'"));
        questions.put("one service, fresh and packed", of(HistoryQueries.EIGHT, "2026-11-16"));
        questions.put(
                "one service, since a time that is computed",
                "select minute, opened from service_minute where service = 'service-0007'"
                        + " and minute > latest_minute() - interval '1 day' order by minute");
        questions.put("one service by the hour", of(HistoryQueries.BY_HOUR, "2026-10-22"));
        questions.put("20 services with the most TIME_WAIT", range(HistoryQueries.TOP));
        questions.put("the fleet by the hour", range(HistoryQueries.FLEET));
        questions.put("the latest minute", "select latest_minute()");
        questions.put("what services do now", "select * from services_now");
        return questions;
    }

    private static String anyTime() {
        return HistoryQueries.EIGHT
                .replaceFirst("\\?", "\\$1")
                .replaceFirst("\\?", "\\$2")
                .replaceFirst("\\?", "\\$3");
    }

    private static String of(String sql, String from) {
        return range(
                sql.replaceFirst("\\?", "'service-0007'").replaceFirst("\\?", "'" + from + "'"));
    }

    private static String range(String sql) {
        return sql.contains("minute >= '") || sql.contains("hour >= '")
                ? sql.replaceFirst("\\?", "'2026-11-21'")
                : sql.replaceFirst("\\?", "'2026-11-20'").replaceFirst("\\?", "'2026-11-21'");
    }

    private static void explain(Statement statement, String sql, StringBuilder plans)
            throws SQLException {
        try (ResultSet line = statement.executeQuery(sql)) {
            while (line.next()) {
                plans.append(line.getString(1)).append('\n');
            }
        }
    }
}
