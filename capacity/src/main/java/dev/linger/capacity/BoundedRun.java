// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity;

import org.apache.flink.api.common.JobExecutionResult;

import java.time.Duration;

/**
 * What a bounded run did.
 *
 * @param portMinutesRead uses of an endpoint in a complete minute that were read
 * @param recordsRefused records that became dead letters
 * @param forecasts forecasts written, one for each service and endpoint
 * @param took how long the run took, without starting and stopping Flink
 */
public record BoundedRun(long portMinutesRead, long recordsRefused, long forecasts, Duration took) {
    static BoundedRun of(JobExecutionResult result) {
        return new BoundedRun(
                tally(result, Tally.PORT_MINUTES_READ),
                tally(result, Tally.RECORDS_REFUSED),
                tally(result, Tally.FORECASTS),
                Duration.ofMillis(result.getNetRuntime()));
    }

    private static long tally(JobExecutionResult result, String name) {
        Long value = result.getAccumulatorResult(name);
        return value == null ? 0 : value;
    }
}
