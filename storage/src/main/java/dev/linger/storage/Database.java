// SPDX-License-Identifier: Apache-2.0
package dev.linger.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.linger.model.part.PartFailedException;
import dev.linger.storage.packed.PackedInBytes;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * The connections to PostgreSQL, and its schema. Opening makes no connection yet: a server that is
 * away for a moment is waited for where it is used.
 */
public final class Database implements AutoCloseable {
    /** Shorter than a part takes to close, so that a server that is away does not hold it. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(4);

    private final DatabaseConfig config;
    private final HikariDataSource connections;

    private Database(DatabaseConfig config, HikariDataSource connections) {
        this.config = config;
        this.connections = connections;
    }

    /**
     * Prepares connections that write. Each statement is planned when it is executed: a plan that
     * is kept would be that of a temporary table before it was filled.
     */
    public static Database open(DatabaseConfig config) {
        HikariConfig pool = pool(config);
        pool.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
        return new Database(config, new HikariDataSource(pool));
    }

    /**
     * Prepares connections that ask, again and again, the same few questions: their plans are kept.
     */
    public static Database openToAsk(DatabaseConfig config) {
        return new Database(config, new HikariDataSource(pool(config)));
    }

    private static HikariConfig pool(DatabaseConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("linger-postgresql");
        pool.setJdbcUrl(config.jdbcUrl());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(config.connections());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECT_PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "linger");
        // A server that vanished without a word is noticed after this many seconds.
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Prepared by name: nothing is parsed anew, and numbers come in binary. A pooler that hands
        // out another session each time and keeps no names needs the URL to say
        // prepareThreshold=0, which goes before this.
        pool.addDataSourceProperty("prepareThreshold", "1");
        return pool;
    }

    /** The connections; autocommit is on, as JDBC has it. */
    public DataSource dataSource() {
        return connections;
    }

    /**
     * Brings the schema up to this program's version.
     *
     * @throws PartFailedException if the server cannot be reached, a migration fails, or the schema
     *     is newer than this program
     */
    public void migrate() {
        try {
            Flyway flyway = flyway();
            refuseNewerSchema(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new PartFailedException(
                    "cannot prepare the schema of "
                            + config.jdbcUrl()
                            + " as "
                            + config.user()
                            + ": "
                            + rootMessage(e),
                    e);
        }
    }

    /** Versions and states of all migrations, applied and pending, oldest first. */
    public MigrationInfo[] migrations() {
        return flyway().info().all();
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(connections)
                .locations("classpath:db/migration")
                .javaMigrations(new PackedInBytes())
                .validateMigrationNaming(true)
                .load();
    }

    private static void refuseNewerSchema(Flyway flyway) {
        @Nullable MigrationVersion newest = null;
        for (MigrationInfo migration : flyway.info().all()) {
            if (migration.getState().isApplied()
                    && !migration.getState().isResolved()
                    && migration.getVersion() != null) {
                newest = migration.getVersion();
            }
        }
        if (newest != null) {
            throw new PartFailedException(
                    "the database has schema version "
                            + newest
                            + ", which this program does not know; start a newer Linger",
                    null);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() {
        connections.close();
    }
}
