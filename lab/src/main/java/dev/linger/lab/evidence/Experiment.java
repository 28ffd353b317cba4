// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.evidence;

import dev.linger.lab.scenario.Trial;

import java.util.function.Function;

/**
 * One prediction put to the test.
 *
 * @param remedy what is applied, and to what
 * @param waits whether it mostly waits, and so may run beside others
 * @param body applies it and measures
 */
record Experiment(String remedy, boolean waits, Function<Trial, Measured> body) {
    static Experiment waiting(String remedy, Function<Trial, Measured> body) {
        return new Experiment(remedy, true, body);
    }

    static Experiment busy(String remedy, Function<Trial, Measured> body) {
        return new Experiment(remedy, false, body);
    }
}
