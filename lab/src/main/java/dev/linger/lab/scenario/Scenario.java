// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

/** One experiment: sets up sockets on the real kernel and compares what is seen with theory. */
public interface Scenario {
    /** What it is, and what must come out. */
    ScenarioDoc doc();

    /**
     * Runs it on a fresh testbed. What was expected and observed goes to the trial.
     *
     * @throws CannotRunException if this machine lacks something that the experiment needs
     */
    void run(Trial trial);
}
