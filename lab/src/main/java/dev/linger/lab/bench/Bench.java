// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.bench;

import java.util.List;
import java.util.function.Consumer;

/** A benchmark that {@code linger bench} knows by name. */
public interface Bench {
    /** What it is called on the command line. */
    String name();

    /** What it measures, in one line. */
    String title();

    /** Interleaved runs unless somebody wants another number. */
    default int defaultRuns() {
        return 15;
    }

    /**
     * Measures; gives back whatever it made, also when it fails.
     *
     * @param runs interleaved runs of each comparison, after some that warm up
     * @param progress takes a line whenever something begins
     * @throws dev.linger.lab.testbed.TestbedException if this host does not let it
     * @throws Exception what else went wrong
     */
    List<BenchCase> run(int runs, Consumer<String> progress) throws Exception;
}
