// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;

/**
 * Ephemeral ports in use towards one endpoint from one source address: that of the group's source
 * addresses which uses the most.
 *
 * @param sourceAddress local address, as text
 * @param used four-tuples of (source address, endpoint) in every state whose local port lies in
 *     ip_local_port_range
 * @param timeWait the part of {@code used} in TIME_WAIT
 * @param usable ports of ip_local_port_range, less reserved ones and those bound by listeners
 */
public record PortUse(String sourceAddress, long used, long timeWait, long usable) {
    /** Refuses negative counts and more TIME_WAIT than used. */
    public PortUse {
        Require.name("ports.sourceAddress", sourceAddress);
        Require.notNegative("ports.used", used);
        Require.notNegative("ports.timeWait", timeWait);
        Require.notNegative("ports.usable", usable);
        if (timeWait > used) {
            throw new IllegalArgumentException(
                    "ports.timeWait is " + timeWait + "; it is a part of used, " + used);
        }
    }

    /** Used over usable, 0 to about 1; 1 where nothing is usable. */
    public double utilisation() {
        return usable == 0 ? 1 : (double) used / usable;
    }
}
