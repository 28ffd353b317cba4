// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;
import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a set of sockets did within a minute, over all hosts.
 *
 * @param mean fleet-wide sum of each gauge, averaged over the minute's snapshots and rounded half
 *     up. Every host counts with the mean of its own snapshots; a snapshot without the group counts
 *     as 0
 * @param peak largest count of each state that one host had in one snapshot; TIME_WAIT includes the
 *     peaks between snapshots
 * @param peakHost host with the most sockets in one snapshot
 * @param activeCloses connections that hosts closed first
 * @param opened connections first seen
 * @param ports worst ephemeral port use; absent where no client-side group was seen
 * @param rttMicros mean smoothed round-trip time; absent where no ESTABLISHED socket was seen
 * @param ownedBy sockets, summed over snapshots, by the way their owner was found
 */
public record SocketMinute(
        SocketGauges mean,
        StateCounts peak,
        String peakHost,
        long activeCloses,
        long opened,
        @Nullable PortPressure ports,
        @Nullable Long rttMicros,
        Map<OwnedBy, Long> ownedBy) {
    /** Refuses missing parts and negative counts. */
    public SocketMinute {
        Require.present("mean", mean);
        Require.present("peak", peak);
        Require.name("peakHost", Require.present("peakHost", peakHost));
        Require.notNegative("activeCloses", activeCloses);
        Require.notNegative("opened", opened);
        ownedBy = Require.copy("ownedBy", OwnedBy.class, ownedBy);
    }
}
