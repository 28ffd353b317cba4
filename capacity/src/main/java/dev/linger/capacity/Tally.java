// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * A count that both of Flink's observers see: as a metric it goes to the cluster's reporters, as an
 * accumulator to the part's health and to the result of a bounded run. It starts from 0 with each
 * start or restart of the job.
 */
public final class Tally {
    /** Uses of an endpoint in a complete minute that were read. */
    public static final String PORT_MINUTES_READ = "portMinutesRead";

    /** Records that became dead letters. */
    public static final String RECORDS_REFUSED = "recordsRefused";

    /** Forecasts written. */
    public static final String FORECASTS = "forecasts";

    private final LongCounter accumulator;
    private final Counter metric;

    private Tally(LongCounter accumulator, Counter metric) {
        this.accumulator = accumulator;
        this.metric = metric;
    }

    /** Registers it; called from {@code open} of a function, once for each name. */
    public static Tally open(String name, RuntimeContext context) {
        LongCounter accumulator = new LongCounter();
        context.addAccumulator(name, accumulator);
        return new Tally(accumulator, context.getMetricGroup().counter(name));
    }

    /** Counts one. */
    public void increment() {
        accumulator.add(1);
        metric.inc();
    }
}
