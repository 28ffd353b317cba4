// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.storage.Database;
import dev.linger.storage.DatabaseConfig;
import dev.linger.storage.query.Freshness;
import dev.linger.storage.query.SinkProgress;
import dev.linger.storage.query.TableSize;

import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code linger db status}: schema, size, how far the sink has come. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show the schema's version, the size of every table, how far the sink is.",
        footer = {
            "",
            "Example:",
            "  linger db status --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger"
        })
final class DbStatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        Logging.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        return DatabaseAccess.run(
                settings.read().only(DatabaseConfig.SETTINGS),
                database -> {
                    server(database, out);
                    boolean upToDate = schema(database, out);
                    if (upToDate) {
                        history(database, out);
                    }
                    out.flush();
                    return ExitStatus.DONE;
                });
    }

    private static void server(Database database, PrintWriter out) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            out.println(
                    "server   PostgreSQL "
                            + connection.getMetaData().getDatabaseProductVersion()
                            + " at "
                            + connection.getMetaData().getURL());
        }
    }

    private static boolean schema(Database database, PrintWriter out) {
        MigrationInfo[] migrations = database.migrations();
        for (MigrationInfo migration : migrations) {
            out.println(
                    "schema   "
                            + name(migration)
                            + ": "
                            + migration.getState().getDisplayName().toLowerCase(Locale.ROOT));
        }
        boolean pending =
                Arrays.stream(migrations).anyMatch(migration -> !migration.getState().isApplied());
        if (pending) {
            out.println("schema   not up to date; run linger db migrate");
        }
        return !pending;
    }

    private static void history(Database database, PrintWriter out) {
        try (Handle handle = Jdbi.create(database.dataSource()).open()) {
            for (TableSize size : TableSize.all(handle)) {
                out.printf(
                        Locale.ROOT,
                        "table    %-24s %,15d rows (estimate) %,12d KiB%n",
                        size.table(),
                        size.estimatedRows(),
                        size.bytes() / 1024);
            }
            Freshness freshness = Freshness.now(handle);
            out.println("newest   minute " + orNone(freshness.newestMinute()));
            out.println("newest   write  " + orNone(freshness.writtenAt()));
            for (SinkProgress progress : SinkProgress.all(handle)) {
                out.printf(
                        Locale.ROOT,
                        "sink     %-26s %3d  next offset %,15d  written %s%n",
                        progress.topic(),
                        progress.partition(),
                        progress.nextOffset(),
                        progress.writtenAt());
            }
        }
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? "none yet" : value;
    }

    /** Version and description of a migration. */
    static String name(MigrationInfo migration) {
        return (migration.getVersion() == null ? "views" : migration.getVersion().getVersion())
                + " "
                + migration.getDescription();
    }
}
