// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.Formula;

/**
 * What the advice said and what came of it.
 *
 * @param remedy what was applied, and to what
 * @param quantity what is compared
 * @param unit of both numbers
 * @param formula where the prediction comes from
 * @param predicted by the code that the advice uses; above 0
 * @param measured on this kernel
 * @param explanation why they differ where they are expected to; empty elsewhere
 */
public record Prediction(
        String remedy,
        String quantity,
        String unit,
        Formula formula,
        double predicted,
        double measured,
        String explanation) {
    /** Refuses a prediction of nothing, which has no relative error. */
    public Prediction {
        if (!(predicted > 0)) {
            throw new IllegalArgumentException(quantity + ": predicted is " + predicted);
        }
    }

    /** How far the measurement is from the prediction, as a part of the prediction. */
    public double error() {
        return Math.abs(measured - predicted) / predicted;
    }
}
