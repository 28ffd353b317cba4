// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

/**
 * Ephemeral port use of the host, namespace and source address that came nearest to running out
 * within the minute, as seen in one snapshot.
 *
 * @param host the host
 * @param namespace inode of its network namespace
 * @param sourceAddress local address
 * @param used four-tuples to the endpoint in every state
 * @param timeWait the part of {@code used} in TIME_WAIT
 * @param usable usable ephemeral ports
 * @param activeClosesPerSecond connections to the endpoint that the host closed first, 1/s
 */
public record PortPressure(
        String host,
        long namespace,
        String sourceAddress,
        long used,
        long timeWait,
        long usable,
        double activeClosesPerSecond) {
    /** Refuses negative counts. */
    public PortPressure {
        Require.name("pressure.host", Require.present("pressure.host", host));
        Require.notNegative("pressure.namespace", namespace);
        Require.name("pressure.sourceAddress", sourceAddress);
        Require.notNegative("pressure.used", used);
        Require.notNegative("pressure.timeWait", timeWait);
        Require.notNegative("pressure.usable", usable);
        Require.notNegative("pressure.activeClosesPerSecond", activeClosesPerSecond);
    }

    /** Used over usable, 0 to about 1; 1 where nothing is usable. */
    public double utilisation() {
        return usable == 0 ? 1 : (double) used / usable;
    }
}
