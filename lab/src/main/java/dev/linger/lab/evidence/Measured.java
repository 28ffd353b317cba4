// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.advice.formula.Formula;

/** A {@link Prediction} before it is told which remedy it belongs to. */
record Measured(
        String quantity,
        String unit,
        Formula formula,
        double predicted,
        double measured,
        String explanation) {
    static Measured of(
            String quantity, String unit, Formula formula, double predicted, double measured) {
        return new Measured(quantity, unit, formula, predicted, measured, "");
    }

    Measured because(String reason) {
        return new Measured(quantity, unit, formula, predicted, measured, reason);
    }

    Prediction by(String remedy) {
        return new Prediction(remedy, quantity, unit, formula, predicted, measured, explanation);
    }
}
