// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.testbed.TestbedException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Several scenarios. Those that mostly wait for timers run side by side, since they neither need
 * the processor nor share a namespace; the others, which count and time, run one after the other.
 */
public final class ScenarioBatch {
    /**
     * What takes this long waits: no scenario keeps a processor busy for more than some seconds.
     */
    private static final int WAITING_SECONDS = 15;

    /** A pair of workloads takes about 80 MB. */
    private static final int SIDE_BY_SIDE = 16;

    private final ScenarioRunner runner;
    private final Consumer<ScenarioResult> whenDone;

    /**
     * A way to run.
     *
     * @param whenDone hears of each result as it comes, one at a time
     */
    public ScenarioBatch(ScenarioRunner runner, Consumer<ScenarioResult> whenDone) {
        this.runner = runner;
        this.whenDone = whenDone;
    }

    /**
     * Runs them all.
     *
     * @return the results in the order of the scenarios
     * @throws TestbedException if this host allows no testbed at all, or cannot be cleaned up
     */
    public List<ScenarioResult> run(List<Scenario> scenarios) {
        Map<Scenario, Future<ScenarioResult>> running = new LinkedHashMap<>();
        try (ExecutorService sideBySide = Executors.newFixedThreadPool(SIDE_BY_SIDE);
                ExecutorService oneByOne = Executors.newSingleThreadExecutor()) {
            for (Scenario scenario : scenarios) {
                boolean waits = scenario.doc().seconds() >= WAITING_SECONDS;
                running.put(
                        scenario, (waits ? sideBySide : oneByOne).submit(() -> runOne(scenario)));
            }
            List<ScenarioResult> results = new ArrayList<>();
            try {
                for (Future<ScenarioResult> future : running.values()) {
                    results.add(future.get());
                }
            } catch (ExecutionException | InterruptedException failure) {
                sideBySide.shutdownNow();
                oneByOne.shutdownNow();
                throw failed(failure);
            }
            return results;
        }
    }

    private ScenarioResult runOne(Scenario scenario) {
        ScenarioResult result = runner.run(scenario);
        synchronized (whenDone) {
            whenDone.accept(result);
        }
        return result;
    }

    private static TestbedException failed(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new TestbedException("interrupted while scenarios ran", failure);
        }
        return failure.getCause() instanceof TestbedException known
                ? known
                : new TestbedException("a scenario broke: " + failure.getCause(), failure);
    }
}
