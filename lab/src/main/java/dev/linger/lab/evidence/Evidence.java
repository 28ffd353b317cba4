// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.lab.scenario.Trial;
import dev.linger.lab.testbed.TestbedException;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All predictions with their measurements.
 *
 * @param machine what they were measured on
 * @param predictions in a fixed order
 */
public record Evidence(Machine machine, List<Prediction> predictions) {
    /** An error beyond this needs an explanation. */
    public static final double LARGE_ERROR = 0.15;

    /** The median error that the advice may have. */
    public static final double MEDIAN_LIMIT = 0.05;

    private static final int SIDE_BY_SIDE = 6;

    /** Copies the list. */
    public Evidence {
        predictions = List.copyOf(predictions);
    }

    /**
     * Runs every experiment; takes about two minutes.
     *
     * @param clock that snapshots are stamped by
     * @param whenDone hears of each as it comes, one at a time
     * @throws TestbedException if one cannot be run
     */
    public static Evidence measure(InstantSource clock, Consumer<Prediction> whenDone) {
        List<Experiment> experiments =
                Stream.of(
                                PortExperiments.all(),
                                RateExperiments.all(),
                                TimeOutExperiments.all(),
                                QueueExperiments.all())
                        .flatMap(List::stream)
                        .toList();
        try (ExecutorService sideBySide = Executors.newFixedThreadPool(SIDE_BY_SIDE);
                ExecutorService oneByOne = Executors.newSingleThreadExecutor()) {
            List<Future<Prediction>> running = new ArrayList<>();
            for (Experiment experiment : experiments) {
                running.add(
                        (experiment.waits() ? sideBySide : oneByOne)
                                .submit(() -> run(experiment, clock, whenDone)));
            }
            List<Prediction> predictions = new ArrayList<>();
            try {
                for (Future<Prediction> future : running) {
                    predictions.add(future.get());
                }
            } catch (ExecutionException | InterruptedException failure) {
                sideBySide.shutdownNow();
                oneByOne.shutdownNow();
                throw new TestbedException("an experiment broke: " + failure.getMessage(), failure);
            }
            return new Evidence(Machine.here(), predictions);
        }
    }

    private static Prediction run(
            Experiment experiment, InstantSource clock, Consumer<Prediction> whenDone) {
        Prediction prediction = Trial.on(clock, experiment.body()).by(experiment.remedy());
        synchronized (whenDone) {
            whenDone.accept(prediction);
        }
        return prediction;
    }

    /** Half of the errors are at most this. */
    public double medianError() {
        List<Double> sorted = predictions.stream().map(Prediction::error).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Whether the median is within its limit, and every large error is explained. */
    public boolean holds() {
        return medianError() <= MEDIAN_LIMIT
                && predictions.stream()
                        .allMatch(
                                one -> one.error() <= LARGE_ERROR || !one.explanation().isEmpty());
    }
}
