// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL for all tests of a JVM, durable as in production; every test takes a database
 * of its own.
 */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    /** The database that every server has. */
    public static DatabaseConfig serverDatabase() {
        return new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/postgres",
                "postgres",
                "",
                2);
    }

    /** An empty database, without the schema. */
    public static DatabaseConfig emptyDatabase() {
        return create("test" + DATABASES.incrementAndGet(), "template1");
    }

    /** A database with the schema; close it after the test. */
    public static Database migratedDatabase() {
        return Database.open(create("test" + DATABASES.incrementAndGet(), Migrated.NAME));
    }

    private static DatabaseConfig create(String name, String template) {
        try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database %s template %s".formatted(name, template));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/" + name,
                "postgres",
                "",
                4);
    }

    /** What migrated databases are copies of: all migrations take seconds. */
    private static final class Migrated {
        static final String NAME = make("migrated");

        private static String make(String name) {
            try (Database database = Database.open(create(name, "template1"))) {
                database.migrate();
            }
            return name;
        }
    }

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "50")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
