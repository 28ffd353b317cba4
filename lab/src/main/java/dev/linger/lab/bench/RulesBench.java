// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What all rules cost on one service-minute of 20 endpoints, by JMH: against reading its states
 * once, and against decoding its JSON, which whoever judges it has done before.
 */
public final class RulesBench implements Bench {
    private static final TimeValue WARM_UP = TimeValue.seconds(1);
    private static final TimeValue MEASUREMENT = TimeValue.milliseconds(200);
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String title() {
        return "time and memory of all rules on a service-minute, against decoding it";
    }

    @Override
    public List<BenchCase> run(int runs, Consumer<String> progress) throws Exception {
        Turns turns = new Turns();
        for (int run = 1; run <= runs; run++) {
            progress.accept("run " + run + " of " + runs);
            turns.add(measure());
        }
        return List.of(
                turns.micros("a quiet minute", "quiet"),
                turns.bytes("a quiet minute", "quiet"),
                turns.micros("a minute with findings", "busy"),
                turns.bytes("a minute with findings", "busy"));
    }

    /** All benchmarks one after the other, each in a machine of its own as a stream's is. */
    private static Collection<RunResult> measure() throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include(RulesBenchmark.class.getName())
                        .forks(1)
                        .jvmArgs("-XX:+UseSerialGC", "-Xms32m", "-Xmx512m")
                        .warmupIterations(3)
                        .warmupTime(WARM_UP)
                        .measurementIterations(3)
                        .measurementTime(MEASUREMENT)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build();
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Runner(
                        options,
                        OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT))
                .run();
    }

    /** The figures of all runs, by benchmark and kind of minute. */
    private static final class Turns {
        private final Map<String, List<Double>> figures = new HashMap<>();
        private int runs;

        void add(Collection<RunResult> results) {
            runs++;
            for (RunResult result : results) {
                String label = result.getPrimaryResult().getLabel();
                String kind = result.getParams().getParam("kind");
                keep(label + kind, result.getPrimaryResult().getScore());
                keep(
                        label + kind + ALLOCATED,
                        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                                .getScore());
            }
        }

        private void keep(String key, double figure) {
            figures.computeIfAbsent(key, absent -> new ArrayList<>()).add(figure);
        }

        BenchCase micros(String name, String kind) {
            double ours = Medians.of(of("judge" + kind));
            return BenchCase.of(
                            name + ": all rules",
                            "us per service-minute, less is better",
                            ours,
                            runs)
                    .limit(
                            "reading its states once",
                            Medians.of(of("look" + kind)),
                            Medians.ofRatios(of("judge" + kind), of("look" + kind)),
                            null)
                    .peer(
                            "decoding its JSON",
                            Medians.of(of("decode" + kind)),
                            Medians.ofRatios(of("judge" + kind), of("decode" + kind)),
                            null);
        }

        BenchCase bytes(String name, String kind) {
            return BenchCase.of(
                            name + ": allocated",
                            "bytes per service-minute, less is better",
                            Medians.of(of("judge" + kind + ALLOCATED)),
                            runs)
                    .peer(
                            "decoding its JSON",
                            Medians.of(of("decode" + kind + ALLOCATED)),
                            Medians.ofRatios(
                                    of("judge" + kind + ALLOCATED),
                                    of("decode" + kind + ALLOCATED)),
                            null);
        }

        private double[] of(String key) {
            return figures.getOrDefault(key, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }
}
