// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.linger.cli.log.Logging;
import dev.linger.lab.scenario.Check;
import dev.linger.lab.scenario.Scenario;
import dev.linger.lab.scenario.ScenarioBatch;
import dev.linger.lab.scenario.ScenarioResult;
import dev.linger.lab.scenario.ScenarioResult.Verdict;
import dev.linger.lab.scenario.ScenarioRunner;
import dev.linger.lab.scenario.Scenarios;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.json.Json;
import dev.linger.model.part.PartFailedException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code linger lab run}: experiments, expected against observed. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run scenarios and compare what was expected with what the kernel did.",
            "Those that mostly wait run side by side. Namespaces and processes are removed, also on",
            "Ctrl-C."
        },
        footer = {
            "",
            "Exit status: 0 if every scenario passed or names why this machine cannot run it, 1 if any",
            "failed, 2 for bad usage.",
            "",
            "Examples:",
            "  linger lab run S1 S14",
            "  linger lab run --all --json | jq '.scenarios[] | {scenario, verdict, reason}'"
        })
final class LabRunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Scenarios, as in lab list.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Run every scenario; takes about three minutes.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON document when all have run.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (all == !names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give names, or --all");
        }
        Logging.toStandardError();
        List<Scenario> wanted = all ? Scenarios.all() : names.stream().map(this::scenario).toList();
        PrintWriter out = spec.commandLine().getOut();
        List<ScenarioResult> results = run(wanted, json ? result -> {} : one -> print(out, one));
        if (json) {
            out.println(Json.mapper().writeValueAsString(Map.of("scenarios", results)));
            out.flush();
        }
        boolean failed = results.stream().anyMatch(one -> one.verdict() == Verdict.FAILED);
        return failed ? ExitStatus.COULD_NOT : ExitStatus.DONE;
    }

    private Scenario scenario(String name) {
        return Scenarios.named(name)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "no scenario " + name + "; see linger lab list"));
    }

    private static List<ScenarioResult> run(
            List<Scenario> wanted, Consumer<ScenarioResult> whenDone) {
        try {
            return new ScenarioBatch(new ScenarioRunner(InstantSource.system()), whenDone)
                    .run(wanted);
        } catch (TestbedException notAllowed) {
            throw new PartFailedException(
                    "cannot build an experiment: " + notAllowed.getMessage(), notAllowed);
        }
    }

    private static void print(PrintWriter out, ScenarioResult result) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%-4s %-7s %5.1f s  %s",
                        result.scenario(),
                        result.verdict().name().toLowerCase(Locale.ROOT),
                        result.seconds(),
                        result.title()));
        if (result.reason() != null) {
            out.println("       " + result.reason());
        }
        for (Check check : result.checks()) {
            out.println(
                    "       "
                            + (check.passed() ? "ok    " : "FAIL  ")
                            + check.what()
                            + ": expected "
                            + check.expected()
                            + ", observed "
                            + check.observed());
        }
        out.flush();
    }
}
