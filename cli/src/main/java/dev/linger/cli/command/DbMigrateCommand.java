// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.log.Logging;
import dev.linger.storage.DatabaseConfig;

import org.flywaydb.core.api.MigrationInfo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code linger db migrate}: the schema, up to date. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Bring the schema up to this program's version.",
            "The sink does the same when it starts; run it first to do it with another role."
        },
        footer = {
            "",
            "Example:",
            "  linger db migrate --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger \\",
            "      --set storage.user=linger_owner --set storage.password-file=/run/secrets/owner"
        })
final class DbMigrateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        Logging.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        return DatabaseAccess.run(
                settings.read().only(DatabaseConfig.SETTINGS),
                database -> {
                    List<MigrationInfo> pending =
                            Arrays.stream(database.migrations())
                                    .filter(migration -> !migration.getState().isApplied())
                                    .toList();
                    database.migrate();
                    pending.forEach(
                            migration -> out.println("applied " + DbStatusCommand.name(migration)));
                    if (pending.isEmpty()) {
                        out.println("nothing to do: the schema is up to date");
                    }
                    out.flush();
                    return ExitStatus.DONE;
                });
    }
}
