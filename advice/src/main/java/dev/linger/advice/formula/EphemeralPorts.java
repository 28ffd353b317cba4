// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

import java.util.OptionalDouble;

/**
 * What the ephemeral ports of one (source address, destination address, destination port) can
 * carry. N is the number of usable ports, C the four-tuples that are not in TIME_WAIT.
 */
public final class EphemeralPorts {
    /**
     * The share of N at which connect() has used up the parity that it tries first; from there on
     * each call scans half of the range.
     */
    public static final double CLIFF = 0.5;

    private EphemeralPorts() {}

    /**
     * F2: N.
     *
     * @param rangeSize ports of ip_local_port_range
     * @param reserved ip_local_reserved_ports within it
     * @param bound ports within it that listeners or bind() hold
     */
    public static long usable(long rangeSize, long reserved, long bound) {
        return Math.max(0, rangeSize - reserved - bound);
    }

    /**
     * F3: four-tuples of several source addresses towards several destinations.
     *
     * @param usablePorts N
     * @param sources source addresses
     * @param destinations pairs of destination address and port
     */
    public static long tuples(long usablePorts, long sources, long destinations) {
        return usablePorts * sources * destinations;
    }

    /** F3 for sockets that bind(source, 0) without IP_BIND_ADDRESS_NO_PORT: N over all. */
    public static long tuplesBoundFirst(long usablePorts, long sources) {
        return usablePorts * sources;
    }

    /** F4: closes per second that never run out of ports. */
    public static double sustainablePerSecond(long usablePorts, double open) {
        return Math.max(0, usablePorts - open) / TimeWait.SECONDS;
    }

    /** F5: the same where connect() takes over TIME_WAIT older than {@code delaySeconds}. */
    public static double sustainablePerSecondWithReuse(
            long usablePorts, double open, double delaySeconds) {
        return Math.max(0, usablePorts - open) / delaySeconds;
    }

    /**
     * F7: seconds until no port is left; empty where the rate can go on for ever.
     *
     * @param usablePorts N
     * @param open C
     * @param timeWait four-tuples in TIME_WAIT now
     * @param closesPerSecond rate
     */
    public static OptionalDouble secondsToExhaustion(
            long usablePorts, double open, double timeWait, double closesPerSecond) {
        return secondsTo((double) usablePorts, open, timeWait, closesPerSecond);
    }

    /** F8: seconds until connect() scans half of the range; empty where that is never reached. */
    public static OptionalDouble secondsToCliff(
            long usablePorts, double open, double timeWait, double closesPerSecond) {
        return secondsTo(usablePorts * CLIFF, open, timeWait, closesPerSecond);
    }

    private static OptionalDouble secondsTo(
            double ports, double open, double timeWait, double closesPerSecond) {
        if (open + timeWait >= ports) {
            return OptionalDouble.of(0);
        }
        return closesPerSecond * TimeWait.SECONDS > ports - open
                ? OptionalDouble.of((ports - open - timeWait) / closesPerSecond)
                : OptionalDouble.empty();
    }
}
