// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linger lab}: experiments on the real kernel. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = {
            "Run the experiments behind the rules on this kernel, in network namespaces of their own.",
            "Needs root."
        },
        footer = {
            "",
            "Examples:",
            "  linger lab list",
            "  linger lab run S1",
            "  linger lab run --all --json",
            "  linger lab evidence"
        },
        subcommands = {LabListCommand.class, LabRunCommand.class, LabEvidenceCommand.class})
final class LabCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "list, run or evidence? See linger lab --help");
    }
}
