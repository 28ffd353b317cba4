// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import dev.linger.collector.CollectorConfig;
import dev.linger.collector.sampling.SocketSampler;
import dev.linger.lab.bench.BenchCase.Bounds;
import dev.linger.lab.bench.Population.Pair;
import dev.linger.lab.workload.Options;
import dev.linger.lab.workload.Request.Churn;
import dev.linger.lab.workload.Request.Closer;
import dev.linger.lab.workload.Request.OnAccept;
import dev.linger.model.settings.Settings;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Whether active closes are counted as they were made: two services, 500 connections a second each,
 * one closed by its client, the other by its server, read at the collector's own pace.
 */
public final class ChurnAccuracy {
    private static final int PER_SECOND_EACH = 500;
    private static final Bounds WITHIN_ONE_PERCENT = new Bounds(0.99, 1.01);
    private static final String UNIT = "active closes, as many as were made is best";

    private final Duration duration;
    private final Consumer<String> progress;
    private final Map<String, Long> counted = new TreeMap<>();

    /** For a minute. */
    public ChurnAccuracy(Consumer<String> progress) {
        this(Duration.ofMinutes(1), progress);
    }

    /** For as long as told. */
    public ChurnAccuracy(Duration duration, Consumer<String> progress) {
        this.duration = duration;
        this.progress = progress;
    }

    /** Churns and counts; a case for each service and endpoint. */
    public List<BenchCase> run() throws Exception {
        progress.accept("closing 1,000 connections a second for " + duration.toSeconds() + " s");
        try (Population population = Population.open()) {
            Pair byClient = population.pair("closing", OnAccept.SINK);
            Pair byServer = population.pair("closed", OnAccept.CLOSE);
            population.establish(byClient, byClient.endpoints().size());
            SocketSampler sampler = sampler(population);
            sampler.sample();
            int each = (int) (PER_SECOND_EACH * duration.toSeconds());
            CompletableFuture<Void> running =
                    CompletableFuture.allOf(
                            churn(byClient, each, Closer.CLIENT_THEN_SERVER),
                            churn(byServer, each, Closer.SERVER));
            count(sampler, running);
            int perEndpoint = each / byClient.endpoints().size();
            List<BenchCase> cases = new ArrayList<>();
            byClient.endpoints()
                    .forEach(endpoint -> cases.add(result("closing", endpoint, perEndpoint)));
            byServer.endpoints()
                    .forEach(endpoint -> cases.add(result("closed-server", endpoint, perEndpoint)));
            return cases;
        }
    }

    private static CompletableFuture<Void> churn(Pair pair, int connections, Closer closer) {
        Churn churn =
                new Churn(pair.endpoints(), connections, PER_SECOND_EACH, closer, Options.NONE);
        return CompletableFuture.runAsync(
                () -> pair.client().insist(churn), Thread::startVirtualThread);
    }

    private static SocketSampler sampler(Population population) throws Exception {
        Map<String, String> settings =
                Map.of(
                        CollectorConfig.HOST.key(),
                        "bench",
                        CollectorConfig.NAMESPACE.key(),
                        population.namespace().path().toString());
        return new SocketSampler(
                CollectorConfig.from(Settings.of(settings, CollectorConfig.SETTINGS)),
                InstantSource.system());
    }

    /** Fast scans every 2 s, a snapshot instead of each fifth, and one when all is over. */
    private void count(SocketSampler sampler, CompletableFuture<Void> running) throws Exception {
        for (int scan = 1; !isDoneWithin(running, 2); scan++) {
            if (scan % 5 == 0) {
                add(sampler.sample());
            } else {
                sampler.tick();
            }
        }
        add(sampler.sample());
    }

    private static boolean isDoneWithin(CompletableFuture<Void> running, int seconds)
            throws Exception {
        try {
            running.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private void add(SocketSnapshot snapshot) {
        for (SocketGroup group : snapshot.groups()) {
            counted.merge(
                    group.service() + " " + group.endpoint(), group.activeCloses(), Long::sum);
        }
    }

    private BenchCase result(String service, String endpoint, int made) {
        long ours = counted.getOrDefault(service + " " + endpoint, 0L);
        return BenchCase.of(
                        "1,000 closes a second: " + service + " " + endpoint,
                        UNIT,
                        (double) ours,
                        1)
                .limit("closes made", made, (double) ours / made, WITHIN_ONE_PERCENT);
    }
}
