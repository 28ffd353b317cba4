// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.proc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;

/**
 * The ports that connect() chooses from, in one network namespace.
 *
 * @param low first port of ip_local_port_range
 * @param high last port of ip_local_port_range
 * @param reserved ip_local_reserved_ports, those within the range and those without
 */
public record EphemeralPorts(int low, int high, BitSet reserved) {
    private static final int PORTS = 65_536;

    /** None known: a range of the one port that is never used. */
    public static final EphemeralPorts NONE = new EphemeralPorts(0, 0, new BitSet());

    /** Copies the set. */
    public EphemeralPorts {
        if (low < 0 || high >= PORTS || low > high) {
            throw new IllegalArgumentException("ip_local_port_range is " + low + " " + high);
        }
        reserved = (BitSet) reserved.clone();
    }

    /** Not the record's own, which takes 20 ms to link at the first call. */
    @Override
    public boolean equals(@Nullable Object object) {
        return this == object
                || (object instanceof EphemeralPorts other
                        && low == other.low
                        && high == other.high
                        && reserved.equals(other.reserved));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * low + high) + reserved.hashCode();
    }

    static EphemeralPorts parse(String range, String reserved) throws IOException {
        String[] ends = range.split("\\s+");
        try {
            return new EphemeralPorts(
                    Integer.parseInt(ends[0]), Integer.parseInt(ends[1]), ports(reserved));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(
                    "ip_local_port_range is '" + range + "', reserved '" + reserved + "'", e);
        }
    }

    /** Whether connect() may choose this port, reserved or not. */
    public boolean contains(int port) {
        return port >= low && port <= high;
    }

    /** Ports of the range that are neither reserved nor in {@code bound}. */
    public int usable(BitSet bound) {
        BitSet unusable = (BitSet) reserved.clone();
        unusable.or(bound);
        return high - low + 1 - unusable.get(low, high + 1).cardinality();
    }

    /** Reads the form {@code 8080,9148-9150}. */
    private static BitSet ports(String list) {
        BitSet ports = new BitSet(PORTS);
        for (String item : list.split(",")) {
            if (item.isBlank()) {
                continue;
            }
            int dash = item.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? item : item.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(item.substring(dash + 1));
            ports.set(first, last + 1);
        }
        return ports;
    }
}
