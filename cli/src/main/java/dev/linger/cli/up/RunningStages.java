// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.up;

import dev.linger.model.part.Part;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What has been started so far. Nothing is added once the stop began. */
final class RunningStages implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningStages.class);

    private final Map<Stage, AutoCloseable> running = new EnumMap<>(Stage.class);
    private boolean stopping;

    /** Whether the stop began; then what is not yet started need not be. */
    synchronized boolean stopping() {
        return stopping;
    }

    synchronized void stopSoon() {
        stopping = true;
    }

    synchronized void add(Stage stage, AutoCloseable started) {
        running.put(stage, started);
    }

    synchronized List<Part> parts() {
        return running.values().stream()
                .filter(Part.class::isInstance)
                .map(Part.class::cast)
                .toList();
    }

    /** Stops all of it, turn by turn. */
    @Override
    public void close() {
        Map<Integer, Map<Stage, AutoCloseable>> turns = new TreeMap<>();
        synchronized (this) {
            stopping = true;
            running.forEach((stage, started) ->
                    turns.computeIfAbsent(stage.stopTurn(), turn -> new EnumMap<>(Stage.class))
                            .put(stage, started));
            running.clear();
        }
        for (Map<Stage, AutoCloseable> turn : turns.values()) {
            try (ExecutorService stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
                turn.forEach((stage, started) -> stoppers.execute(() -> stop(stage, started)));
            }
        }
    }

    private static void stop(Stage stage, AutoCloseable started) {
        long begun = System.nanoTime();
        try {
            started.close();
            log.info("{} stopped in {} ms", stage.label(), (System.nanoTime() - begun) / 1_000_000);
        } catch (Exception e) {
            log.warn("{} did not stop in order", stage.label(), e);
        }
    }
}
