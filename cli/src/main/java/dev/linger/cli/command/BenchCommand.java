// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.command;

import dev.linger.cli.bench.BenchJson;
import dev.linger.cli.bench.BenchText;
import dev.linger.cli.bench.HistoryBenchmark;
import dev.linger.cli.bench.SinkBenchmark;
import dev.linger.cli.bench.streams.StreamsBench;
import dev.linger.cli.log.Logging;
import dev.linger.lab.bench.Bench;
import dev.linger.lab.bench.BenchCase;
import dev.linger.lab.bench.CollectorBench;
import dev.linger.lab.bench.Machine;
import dev.linger.lab.bench.RulesBench;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.json.Json;
import dev.linger.model.part.PartFailedException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code linger bench}: figures against a physical limit and a peer. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure on this machine, against the physical limit and a peer in the same run.",
            "Without a name: list the benchmarks. The collector's needs root; what is made is"
                    + " removed, also on Ctrl-C."
        },
        footer = {
            "",
            "Examples:",
            "  linger bench",
            "  linger bench collector --json",
            "  linger bench streams --groups 960000",
            "  linger bench history --services 1000 --days 30"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What to measure.")
    private @Nullable String name;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Interleaved runs of each comparison (default 15, of streams 3).")
    private @Nullable Integer runs;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "9600000",
            description = "streams: group records to measure with (default ${DEFAULT-VALUE}).")
    private long groups;

    @Option(
            names = "--services",
            paramLabel = "N",
            defaultValue = "100",
            description = "history: services (default ${DEFAULT-VALUE}).")
    private int services;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "history: days (default ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "history: keep the tables in this directory, or ask those that are there.")
    private @Nullable Path keep;

    @Option(
            names = "--import",
            description =
                    "history: load every day through the import (an hour for 30 days of 1,000"
                            + " services) instead of copying packed days.")
    private boolean imported;

    @Option(names = "--json", description = "Print one JSON document when all has run.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (runs != null && runs < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--runs " + runs + "; write 1 or more");
        }
        if (groups < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--groups " + groups + "; write 1 or more");
        }
        if (services < 1 || days < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--services and --days are counts; write 1 or more");
        }
        if (name == null) {
            benches().forEach(bench -> out.printf("%-10s %s%n", bench.name(), bench.title()));
            out.flush();
            return ExitStatus.DONE;
        }
        Logging.toStandardError();
        Bench bench = bench(name);
        List<BenchCase> cases = measure(bench);
        if (json) {
            out.println(
                    Json.mapper()
                            .writeValueAsString(
                                    BenchJson.of(bench.name(), Machine.describe(), cases)));
        } else {
            out.print(BenchText.of(Machine.describe(), cases));
        }
        out.flush();
        return ExitStatus.DONE;
    }

    private List<BenchCase> measure(Bench bench) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return bench.run(
                    runs == null ? bench.defaultRuns() : runs,
                    line -> {
                        err.println(line);
                        err.flush();
                    });
        } catch (TestbedException notAllowed) {
            throw new PartFailedException("cannot measure: " + notAllowed.getMessage(), notAllowed);
        }
    }

    private List<Bench> benches() {
        return List.of(
                new CollectorBench(),
                new RulesBench(),
                new SinkBenchmark(),
                new StreamsBench(groups),
                new HistoryBenchmark(services, days, keep, imported));
    }

    private Bench bench(String wanted) {
        return benches().stream()
                .filter(bench -> bench.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "no benchmark " + wanted + "; see linger bench"));
    }
}
