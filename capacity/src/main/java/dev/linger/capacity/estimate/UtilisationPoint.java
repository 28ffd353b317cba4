// SPDX-License-Identifier: Apache-2.0
package dev.linger.capacity.estimate;

import dev.linger.model.Require;

/**
 * Port utilisation towards one endpoint within one minute, where it was worst.
 *
 * @param minuteMillis start of the minute, ms since the epoch
 * @param utilisation used over usable ports, 0 to about 1
 * @param usablePorts usable ephemeral ports there
 */
public record UtilisationPoint(long minuteMillis, double utilisation, long usablePorts) {
    /** Refuses negative numbers. */
    public UtilisationPoint {
        Require.notNegative("utilisation", utilisation);
        Require.notNegative("usablePorts", usablePorts);
    }
}
