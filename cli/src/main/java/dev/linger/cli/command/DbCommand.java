// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linger db}: the history in PostgreSQL. */
@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        description = "Look after the history in PostgreSQL.",
        footer = {
            "",
            "Examples:",
            "  linger db status --set storage.jdbc-url=jdbc:postgresql://db-1:5432/linger",
            "  linger db retention",
            "  linger db import minutes-2026-10.ndjson.zst",
            "  linger db verify --set kafka.bootstrap.servers=broker-1:9092 --one-in 10"
        },
        subcommands = {
            DbMigrateCommand.class,
            DbStatusCommand.class,
            DbRetentionCommand.class,
            DbImportCommand.class,
            DbVerifyCommand.class
        })
final class DbCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "migrate, status, retention, verify or import? See linger db --help");
    }
}
