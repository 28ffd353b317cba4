// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.model.part.PartFailedException;
import dev.linger.model.settings.ConfigurationException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** {@code linger}: the commands, and what becomes of their failures. */
@Command(
        name = "linger",
        mixinStandardHelpOptions = true,
        versionProvider = LingerVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Fleet telemetry for TCP connections: who burns ports, and which remedy helps.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  linger up              everything on this machine, on its real sockets",
            "  linger doctor          look at this host for a few seconds",
            "  linger COMMAND --help  options and an example of a command",
            "",
            "Exit status: 0 done, 1 could not, 2 wrong options or configuration."
        },
        subcommands = {
            UpCommand.class,
            DoctorCommand.class,
            WhatIfCommand.class,
            CollectCommand.class,
            StreamCommand.class,
            SinkCommand.class,
            CapacityCommand.class,
            DashboardCommand.class,
            TopicsCommand.class,
            DbCommand.class,
            LabCommand.class,
            BenchCommand.class,
            TestCommand.class,
            PackageCommand.class
        })
public final class LingerCommand implements Runnable {
    @Spec private CommandSpec spec;

    private LingerCommand(CommandSpec spec) {
        this.spec = spec;
    }

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        return completed(new CommandLine(new LingerCommand(CommandSpec.create())));
    }

    /**
     * {@code collect} as a program of its own, ready to execute: it needs the collector's class
     * path only.
     *
     * @param name of the program
     */
    public static CommandLine collectorLine(String name) {
        CommandLine line = new CommandLine(new CollectCommand()).setCommandName(name);
        line.getCommandSpec().versionProvider(new LingerVersion());
        return completed(line);
    }

    /** What the texts of the options are written for, where no terminal says its own width. */
    private static final int HELP_COLUMNS = 100;

    private static CommandLine completed(CommandLine line) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setExitCodeExceptionMapper(thrown ->
                thrown instanceof ConfigurationException || thrown instanceof ParameterException
                        ? ExitStatus.BAD_USAGE
                        : ExitStatus.COULD_NOT);
        line.setExecutionExceptionHandler(LingerCommand::report);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See linger --help");
    }

    /** One line for what was foreseen, the stack for what was not. */
    private static int report(Exception thrown, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (thrown instanceof ConfigurationException || thrown instanceof PartFailedException) {
            err.println("linger: " + thrown.getMessage());
        } else {
            err.println("linger: unexpected failure, please report it with these lines:");
            thrown.printStackTrace(err);
        }
        err.flush();
        return line.getExitCodeExceptionMapper().getExitCode(thrown);
    }
}
