// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioDoc;
import dev.linger.lab.scenario.Scenarios;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code linger lab list}: what can be run. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the scenarios, what they do and what must come out.",
        footer = {"", "Example:", "  linger lab list"})
final class LabListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Scenario scenario : Scenarios.all()) {
            ScenarioDoc doc = scenario.doc();
            out.println(
                    String.format(
                            Locale.ROOT, "%-4s %3d s  %s", doc.name(), doc.seconds(), doc.title()));
            out.println("             " + doc.expected());
        }
        out.flush();
        return ExitStatus.DONE;
    }
}
