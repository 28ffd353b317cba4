// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.advice.Rules;
import dev.linger.advice.Signal;
import dev.linger.advice.Thresholds;
import dev.linger.lab.testbed.Namespace;
import dev.linger.lab.testbed.Testbed;
import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.minute.MinuteAccumulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** One run of a scenario: its testbed, what was checked, and what the rules said. */
public final class Trial {
    private final Testbed testbed;
    private final InstantSource clock;
    private final List<Check> checks = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private int pairs;

    Trial(Testbed testbed, InstantSource clock) {
        this.testbed = testbed;
        this.clock = clock;
    }

    /**
     * Does something on a testbed of its own, and gives it back, whatever happens.
     *
     * @param clock that snapshots are stamped by
     */
    public static <T> T on(InstantSource clock, Function<Trial, T> body) {
        try (Testbed testbed = Testbed.open()) {
            Trial trial = new Trial(testbed, clock);
            try {
                return body.apply(trial);
            } finally {
                trial.close();
            }
        }
    }

    /** Where the scenario puts its namespaces and workloads. */
    public Testbed testbed() {
        return testbed;
    }

    /**
     * Two hosts, apart from any others, the client with {@code ports} ephemeral ports from 40000.
     */
    public Pair pair(int ports) {
        pairs++;
        return Pair.on(testbed, Integer.toString(pairs), 40_000, ports);
    }

    /** A client, a router that translates addresses, and a server; see {@link Natted#on}. */
    public Natted natted(String ports) {
        return Natted.on(testbed, ports);
    }

    /** Begins to look at a namespace as a collector does, until {@link Watch#finish}. */
    public Watch watch(Namespace namespace) {
        Watch watch = Watch.begin(new NamespaceReader(namespace, clock));
        watches.add(watch);
        return watch;
    }

    /** Ends every look that a broken trial left open. */
    void close() {
        watches.forEach(Watch::abandon);
    }

    /** Lets time pass, where the passing of time is what the scenario is about. */
    public void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new TestbedException("interrupted during a pause");
            }
        }
    }

    /**
     * Lets the rules judge an observation.
     *
     * @param thresholds with waiting times cut to what the scenario waits
     */
    public void judge(Observation observation, Thresholds thresholds) {
        MinuteAccumulator minute = new MinuteAccumulator(clock.instant());
        observation.snapshots().forEach(minute::add);
        minute.add(observation.before());
        minute.add(observation.after());
        minute.build(true).forEach(service -> signals.addAll(Rules.evaluate(service, thresholds)));
        minute.kernels().forEach(kernel -> signals.addAll(Rules.evaluate(kernel, thresholds)));
    }

    /** Lets the rules judge an observation by their defaults. */
    public void judge(Observation observation) {
        judge(observation, Thresholds.defaults());
    }

    /** Expects exactly this number. */
    public void equal(String what, long expected, long observed) {
        checks.add(
                new Check(
                        what,
                        Long.toString(expected),
                        Long.toString(observed),
                        expected == observed));
    }

    /** Expects exactly this text. */
    public void equal(String what, String expected, String observed) {
        checks.add(new Check(what, expected, observed, expected.equals(observed)));
    }

    /** Expects a number within a closed range. */
    public void between(String what, double low, double high, double observed) {
        checks.add(
                new Check(
                        what,
                        number(low) + " to " + number(high),
                        number(observed),
                        low <= observed && observed <= high));
    }

    /** Expects a whole number within a closed range. */
    public void between(String what, long low, long high, long observed) {
        between(what, (double) low, (double) high, (double) observed);
    }

    /** Expects at least this number. */
    public void atLeast(String what, long low, long observed) {
        checks.add(new Check(what, "at least " + low, Long.toString(observed), low <= observed));
    }

    List<Check> checks() {
        return checks;
    }

    List<Signal> signals() {
        return signals;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
