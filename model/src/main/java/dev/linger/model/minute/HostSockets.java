// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.snapshot.SocketGroup;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Sums of one host's gauges of one endpoint over its snapshots of a minute. Most gauges of an
 * endpoint are always zero on all hosts: only the others have a place here, in the order of {@link
 * GaugeArray}. There are hundreds of thousands of these: sums take 32 bits until one needs more.
 */
final class HostSockets {
    private static final int[] NO_PLACE = {};

    final HostService service;
    final FleetEndpoint endpoint;
    private long activeCloses;
    private long opened;
    private long mask;
    private int[] narrow = NO_PLACE;
    private long @Nullable [] wide;

    HostSockets(HostService service, FleetEndpoint endpoint) {
        this.service = service;
        this.endpoint = endpoint;
    }

    /** Whether a group belongs here. */
    boolean takes(SocketGroup group) {
        return endpoint.key.side() == group.side()
                && endpoint.key.endpoint().equals(group.endpoint())
                && endpoint.service.equals(group.service());
    }

    /** Adds one group, whose gauges are in an array too. */
    void add(SocketGroup group, long[] gauges) {
        activeCloses += group.activeCloses();
        opened += group.opened();
        long more = 0;
        for (int i = 0; i < gauges.length; i++) {
            more |= gauges[i] == 0 ? 0 : 1L << i;
        }
        makePlace(more);
        int to = 0;
        for (long left = mask; left != 0; left &= left - 1) {
            add(to++, gauges[Long.numberOfTrailingZeros(left)]);
        }
    }

    void add(HostSockets other) {
        activeCloses += other.activeCloses;
        opened += other.opened;
        makePlace(other.mask);
        int from = 0;
        for (long left = other.mask; left != 0; left &= left - 1) {
            add(place(Long.numberOfTrailingZeros(left)), other.at(from++));
        }
    }

    private void add(int place, long value) {
        long sum = at(place) + value;
        if (wide == null && sum != (int) sum) {
            wide = Arrays.stream(narrow).asLongStream().toArray();
            narrow = NO_PLACE;
        }
        if (wide == null) {
            narrow[place] = (int) sum;
        } else {
            wide[place] = sum;
        }
    }

    private long at(int place) {
        return wide == null ? narrow[place] : wide[place];
    }

    /** The sum of one gauge. */
    long sum(int gauge) {
        return (mask & 1L << gauge) == 0 ? 0 : at(place(gauge));
    }

    /** The sum of sockets in any state. */
    long sockets() {
        long sockets = 0;
        for (int state = 0; state < GaugeArray.STATES; state++) {
            sockets += sum(state);
        }
        return sockets;
    }

    long activeCloses() {
        return activeCloses;
    }

    long opened() {
        return opened;
    }

    private int place(int gauge) {
        return Long.bitCount(mask & ((1L << gauge) - 1));
    }

    private void makePlace(long wanted) {
        if ((wanted & ~mask) == 0) {
            return;
        }
        long[] dense = new long[GaugeArray.SIZE];
        addTo(dense);
        endpoint.gauges |= wanted;
        mask |= endpoint.gauges;
        narrow = wide == null ? new int[Long.bitCount(mask)] : NO_PLACE;
        wide = wide == null ? null : new long[Long.bitCount(mask)];
        int to = 0;
        for (long left = mask; left != 0; left &= left - 1) {
            add(to++, dense[Long.numberOfTrailingZeros(left)]);
        }
    }

    /** Adds the sums to an array of all gauges. */
    void addTo(long[] dense) {
        int from = 0;
        for (long left = mask; left != 0; left &= left - 1) {
            dense[Long.numberOfTrailingZeros(left)] += at(from++);
        }
    }
}
