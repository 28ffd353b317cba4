// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.formula;

/**
 * F9: what connect() costs once the ports of the parity that it tries first are used up. A fit to
 * measurements, not a theory: it holds within the two bounds. With the socket option
 * IP_LOCAL_PORT_RANGE, even set to the whole range, the cost is about 0, since parity is not looked
 * at.
 */
public final class ConnectCost {
    /** Microseconds per scanned port on small ranges, whose hash buckets stay in the cache. */
    public static final double MICROS_PER_PORT_LOW = 0.16;

    /** Microseconds per scanned port on ranges of 28,000 ports. */
    public static final double MICROS_PER_PORT_HIGH = 0.38;

    private ConnectCost() {}

    /** Least extra microseconds of a connect() past half of {@code usablePorts}. */
    public static double pastCliffMicrosLow(long usablePorts) {
        return usablePorts / 2.0 * MICROS_PER_PORT_LOW;
    }

    /** Most extra microseconds of a connect() past half of {@code usablePorts}. */
    public static double pastCliffMicrosHigh(long usablePorts) {
        return usablePorts / 2.0 * MICROS_PER_PORT_HIGH;
    }

    /** Most microseconds of a connect() that fails with EADDRNOTAVAIL after a scan of all ports. */
    public static double failingMicrosHigh(long usablePorts) {
        return usablePorts * MICROS_PER_PORT_HIGH;
    }
}
