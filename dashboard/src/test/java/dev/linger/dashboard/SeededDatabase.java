// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.model.finding.Advice;
import dev.linger.model.finding.Finding;
import dev.linger.model.finding.FindingStatus;
import dev.linger.model.forecast.Forecast;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.table.AdviceTable;
import dev.linger.storage.table.DayPartitions;
import dev.linger.storage.table.FindingTables;
import dev.linger.storage.table.ForecastTable;
import dev.linger.storage.table.MinuteTables;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/** A database of a real PostgreSQL with the schema, filled by the very code that the sink uses. */
final class SeededDatabase implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Database database;

    /** An empty one. */
    SeededDatabase() {
        String name = "dashboard" + DATABASES.incrementAndGet();
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database =
                Database.open(
                        new DatabaseConfig(
                                "jdbc:postgresql://127.0.0.1:"
                                        + Server.RUNNING.getPort()
                                        + "/"
                                        + name,
                                "postgres",
                                "",
                                4));
        database.migrate();
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    /** Writes the minutes as the sink would. */
    void minutes(Collection<ServiceMinute> minutes) {
        transaction(connection -> {
            new DayPartitions(MinuteTables.partitioned())
                    .ensure(
                            connection,
                            minutes.stream()
                                    .map(minute ->
                                            minute.minute().atZone(ZoneOffset.UTC).toLocalDate())
                                    .collect(Collectors.toSet()));
            MinuteTables.write(connection, minutes);
        });
    }

    /** Writes what the rules find in these minutes, as findings that opened earlier. */
    void findings(Collection<ServiceMinute> minutes, Instant openedAt) {
        List<Signal> signals =
                minutes.stream()
                        .flatMap(minute -> Rules.evaluate(minute, Thresholds.defaults()).stream())
                        .toList();
        Instant observedAt = minutes.iterator().next().minute();
        transaction(connection -> {
            FindingTables.write(
                    connection,
                    signals.stream().map(signal -> finding(signal, openedAt, observedAt)).toList());
            AdviceTable.write(
                    connection,
                    signals.stream().map(signal -> advice(signal, observedAt)).toList());
        });
    }

    /** Writes findings as they are. */
    void findings(List<Finding> findings, List<Advice> advice) {
        transaction(connection -> {
            FindingTables.write(connection, findings);
            AdviceTable.write(connection, advice);
        });
    }

    /** Writes forecasts. */
    void forecasts(List<Forecast> forecasts) {
        transaction(connection -> ForecastTable.write(connection, forecasts));
    }

    /** Runs one statement. */
    void execute(String sql) {
        transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    /** Work with a connection. */
    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private void transaction(Work work) {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            work.with(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Finding finding(Signal signal, Instant openedAt, Instant observedAt) {
        return new Finding(
                Finding.SCHEMA_VERSION,
                signal.findingId(),
                signal.rule(),
                signal.severity(),
                FindingStatus.ONGOING,
                signal.service(),
                signal.side(),
                signal.endpoint(),
                signal.hosts(),
                openedAt,
                observedAt,
                null,
                signal.evidence());
    }

    private static Advice advice(Signal signal, Instant observedAt) {
        return new Advice(
                Advice.SCHEMA_VERSION,
                signal.findingId(),
                signal.rule(),
                signal.service(),
                observedAt,
                signal.proposals());
    }

    @Override
    public void close() {
        database.close();
    }

    /** One server for all tests of a JVM. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "60")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
