// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import java.util.Arrays;

/** The middle of a few figures. */
final class Medians {
    private Medians() {}

    /** Of an even number of figures, the mean of the two in the middle. */
    static double of(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The median of the ratios, turn by turn; not the ratio of the medians. */
    static double ofRatios(double[] figures, double[] others) {
        double[] ratios = figures.clone();
        for (int turn = 0; turn < ratios.length; turn++) {
            ratios[turn] /= others[turn];
        }
        return of(ratios);
    }
}
