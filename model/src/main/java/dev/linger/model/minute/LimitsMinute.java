// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.ServiceLimits.Descriptors;
import dev.linger.model.snapshot.ServiceLimits.LocalPorts;

import org.jspecify.annotations.Nullable;

/**
 * Of the limits that all endpoints of a service share, the host that was nearest to each within the
 * minute.
 *
 * @param localPortsHost host of {@code localPorts}
 * @param localPorts local ports over all endpoints; absent where not collected, or too few to say
 *     anything
 * @param descriptorsHost host of {@code descriptors}
 * @param descriptors process with the fewest descriptors left; absent where not collected, or none
 *     was near its limit
 */
public record LimitsMinute(
        @Nullable String localPortsHost,
        @Nullable LocalPorts localPorts,
        @Nullable String descriptorsHost,
        @Nullable Descriptors descriptors) {
    /** Refuses a limit without its host. */
    public LimitsMinute {
        if ((localPortsHost == null) != (localPorts == null)
                || (descriptorsHost == null) != (descriptors == null)) {
            throw new IllegalArgumentException("a limit and its host come together");
        }
    }
}
