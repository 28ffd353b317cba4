// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.kernel;

/**
 * {@code net.ipv4.ip_local_port_range}, both ends included.
 *
 * @param low first port, from 1
 * @param high last port, to 65535
 */
public record PortRange(int low, int high) {
    /** As wide as ip-sysctl allows without privileged ports. */
    public static final PortRange WIDEST = new PortRange(1024, 65535);

    /** Refuses a range without a port. */
    public PortRange {
        if (low < 1 || high > 65535 || low > high) {
            throw new IllegalArgumentException(
                    "port range is " + low + " " + high + "; it lies within 1 to 65535");
        }
    }

    /** Ports in it, reserved ones included. */
    public int size() {
        return high - low + 1;
    }

    @Override
    public String toString() {
        return low + " " + high;
    }
}
