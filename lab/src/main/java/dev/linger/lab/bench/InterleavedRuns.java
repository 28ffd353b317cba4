// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contestants that take turns, so that whatever disturbs this machine disturbs all of them; each
 * turn begins with another one.
 */
public final class InterleavedRuns {
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();
    private final Map<String, double[]> figures = new LinkedHashMap<>();

    /** Does its work once, and returns what it cost or gave. */
    public interface Contestant {
        /** One run. */
        double run() throws Exception;
    }

    /** Enters a contestant. */
    public InterleavedRuns add(String name, Contestant contestant) {
        contestants.put(name, contestant);
        return this;
    }

    /** Lets all of them run, and keeps the figures after those that warmed up. */
    public InterleavedRuns run(int warmUps, int runs) throws Exception {
        List<String> order = new ArrayList<>(contestants.keySet());
        order.forEach(name -> figures.put(name, new double[runs]));
        for (int run = -warmUps; run < runs; run++) {
            for (int turn = 0; turn < order.size(); turn++) {
                String name = order.get(Math.floorMod(run + turn, order.size()));
                double figure = contestant(name).run();
                if (run >= 0) {
                    figures(name)[run] = figure;
                }
            }
        }
        return this;
    }

    /** The median of a contestant's figures. */
    public double median(String name) {
        return Medians.of(figures(name));
    }

    /** The median over all turns of one contestant's figure divided by another's. */
    public double medianRatio(String name, String other) {
        return Medians.ofRatios(figures(name), figures(other));
    }

    private Contestant contestant(String name) {
        Contestant found = contestants.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no contestant " + name);
        }
        return found;
    }

    private double[] figures(String name) {
        double[] found = figures.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no figures of " + name);
        }
        return found;
    }
}
