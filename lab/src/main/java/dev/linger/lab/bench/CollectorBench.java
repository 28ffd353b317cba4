// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import dev.linger.collector.inetdiag.SocketSource;
import dev.linger.collector.linux.NetworkNamespace;
import dev.linger.collector.sampling.SocketScan;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.lab.bench.Population.Pair;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a scan costs on 100,000 ESTABLISHED, on 100,000 TIME_WAIT and on a mix of 10,000, all made
 * here: against what the kernel takes for the dump alone, against {@code ss -tan}, against Linger's
 * own reader of /proc/net/tcp.
 */
public final class CollectorBench implements Bench {
    private static final int PAIRS = 8;
    private static final int ESTABLISHED_EACH = 6_250;
    private static final int FIRST_ESTABLISHED_EACH = 100;
    private static final int CHURNING_PAIRS = 4;
    private static final int TIME_WAIT_EACH = 25_000;
    private static final int MIX_ESTABLISHED = 2_000;
    private static final int MIX_FORGOTTEN = 500;
    private static final int MIX_TIME_WAIT_EACH = 2_500;
    private static final int ALLOCATION_RUNS = 9;
    private static final int ALLOCATION_WARM_UPS = 5;

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public String title() {
        return "CPU of a full scan against the kernel's own dump, ss -tan and /proc/net/tcp";
    }

    @Override
    public List<BenchCase> run(int runs, Consumer<String> progress) throws Exception {
        List<BenchCase> cases = new ArrayList<>();
        cases.addAll(established(runs, progress));
        cases.addAll(timeWait(runs, progress));
        cases.addAll(mix(runs, progress));
        cases.addAll(new ChurnAccuracy(progress).run());
        return List.copyOf(cases);
    }

    private static List<BenchCase> established(int runs, Consumer<String> progress)
            throws Exception {
        progress.accept("opening 100,000 ESTABLISHED");
        try (Population population = Population.open()) {
            List<Pair> pairs = pairs(population, PAIRS, OnAccept.HOLD);
            pairs.forEach(pair -> population.establish(pair, FIRST_ESTABLISHED_EACH));
            return inside(
                    population,
                    () -> {
                        SocketScan scan = new SocketScan(SocketSource.SOCK_DIAG);
                        Allocation few = Allocation.of(scan);
                        pairs.forEach(pair ->
                                population.establish(
                                        pair, ESTABLISHED_EACH - FIRST_ESTABLISHED_EACH));
                        Allocation many = Allocation.of(scan);
                        progress.accept("reading them in turn");
                        List<BenchCase> cases =
                                new ArrayList<>(
                                        new ScanComparison("100,000 ESTABLISHED", scan)
                                                .run(runs, Bounds.atMost(0.35)));
                        cases.add(
                                BenchCase.of(
                                        "100,000 ESTABLISHED: allocated",
                                        "bytes per additional socket of a warm scan, less is better",
                                        (many.bytes() - few.bytes())
                                                / (many.sockets() - few.sockets()),
                                        ALLOCATION_RUNS));
                        return cases;
                    });
        }
    }

    private static List<BenchCase> timeWait(int runs, Consumer<String> progress) throws Exception {
        progress.accept("leaving 100,000 TIME_WAIT behind");
        try (Population population = Population.open()) {
            List<Pair> byClient = pairs(population, CHURNING_PAIRS, OnAccept.SINK);
            byClient.forEach(pair -> population.establish(pair, pair.endpoints().size()));
            Population.churn(byClient, TIME_WAIT_EACH, Closer.CLIENT_THEN_SERVER);
            progress.accept("reading them in turn");
            return compare(population, "100,000 TIME_WAIT", runs, Bounds.atMost(0.35));
        }
    }

    private static List<BenchCase> mix(int runs, Consumer<String> progress) throws Exception {
        progress.accept("opening 10,000 sockets in a mix of states");
        try (Population population = Population.open()) {
            Pair held = population.pair("held", OnAccept.HOLD);
            Pair forgotten = population.pair("forgotten", OnAccept.HOLD);
            Pair byClient = population.pair("closing", OnAccept.SINK);
            Pair byServer = population.pair("closed", OnAccept.CLOSE);
            population.establish(held, MIX_ESTABLISHED);
            population.establish(byClient, byClient.endpoints().size());
            Population.churn(List.of(byServer), MIX_TIME_WAIT_EACH, Closer.SERVER);
            Population.churn(List.of(byClient), MIX_TIME_WAIT_EACH, Closer.CLIENT_THEN_SERVER);
            population.forget(forgotten, MIX_FORGOTTEN);
            progress.accept("reading them in turn");
            return compare(population, "10,000 mixed", runs, null);
        }
    }

    private static List<Pair> pairs(Population population, int count, OnAccept onAccept) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> population.pair("service-" + number, onAccept))
                .toList();
    }

    private static List<BenchCase> compare(
            Population population, String name, int runs, @Nullable Bounds fastBound)
            throws Exception {
        return inside(
                population,
                () ->
                        new ScanComparison(name, new SocketScan(SocketSource.SOCK_DIAG))
                                .run(runs, fastBound));
    }

    private static List<BenchCase> inside(
            Population population, java.util.concurrent.Callable<List<BenchCase>> measuring)
            throws Exception {
        return NetworkNamespace.at(population.namespace().path()).call(measuring);
    }

    /** What a warm scan of so many sockets allocates. */
    private record Allocation(double bytes, double sockets) {
        static Allocation of(SocketScan scan) throws Exception {
            InterleavedRuns runs =
                    new InterleavedRuns()
                            .add("bytes", () -> ThreadMeter.allocatedBytes(scan::full))
                            .run(ALLOCATION_WARM_UPS, ALLOCATION_RUNS);
            return new Allocation(runs.median("bytes"), scan.full().sockets());
        }
    }
}
