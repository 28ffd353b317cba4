// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.snapshot;

import dev.linger.model.Require;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.Family;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * All sockets of a host that share network namespace, service, side, family and endpoint.
 *
 * @param namespace inode of the network namespace, as in {@code /proc/self/ns/net}
 * @param service owner's name; {@code unknown} where it cannot be known
 * @param side which end this host is
 * @param family address family
 * @param endpoint server side's address and port, or {@link dev.linger.model.tcp.Endpoint#OTHER}
 * @param states sockets by state
 * @param timeWaitPeak most TIME_WAIT seen in one scan since the last snapshot
 * @param activeCloses connections closed first by this host since the last snapshot
 * @param opened connections first seen since the last snapshot, TIME_WAIT included
 * @param ports ephemeral port use; absent on the server side and for {@code other}
 * @param keepAlive keep-alive timers of ESTABLISHED sockets
 * @param idle see {@link SocketGauges#idle()}
 * @param idleUnarmed see {@link SocketGauges#idleUnarmed()}
 * @param closeWaitAge see {@link SocketGauges#closeWaitAge()}
 * @param rttMicros mean smoothed round-trip time of ESTABLISHED sockets; absent where there is none
 * @param retransmitting see {@link SocketGauges#retransmitting()}
 * @param receiveQueueBytes see {@link SocketGauges#receiveQueueBytes()}
 * @param sendQueueBytes see {@link SocketGauges#sendQueueBytes()}
 * @param ownedBy sockets by the way their owner was found
 * @param stalls see {@link SocketGauges#stalls()}; absent where not collected
 */
public record SocketGroup(
        long namespace,
        String service,
        Side side,
        Family family,
        String endpoint,
        StateCounts states,
        long timeWaitPeak,
        long activeCloses,
        long opened,
        @Nullable PortUse ports,
        KeepAlive keepAlive,
        AgeHistogram idle,
        AgeHistogram idleUnarmed,
        AgeHistogram closeWaitAge,
        @Nullable Long rttMicros,
        long retransmitting,
        long receiveQueueBytes,
        long sendQueueBytes,
        Map<OwnedBy, Long> ownedBy,
        @Nullable Stalls stalls) {

    /** The service of sockets that nobody owns. */
    public static final String UNKNOWN_SERVICE = "unknown";

    /** Refuses missing parts, negative counts and overlong names. */
    public SocketGroup {
        Require.notNegative("group.namespace", namespace);
        Require.name("group.service", Require.present("group.service", service));
        Require.present("group.side", side);
        Require.present("group.family", family);
        Require.name("group.endpoint", Require.present("group.endpoint", endpoint));
        Require.present("group.states", states);
        Require.notNegative("group.timeWaitPeak", timeWaitPeak);
        Require.notNegative("group.activeCloses", activeCloses);
        Require.notNegative("group.opened", opened);
        Require.present("group.keepAlive", keepAlive);
        Require.present("group.idle", idle);
        Require.present("group.idleUnarmed", idleUnarmed);
        Require.present("group.closeWaitAge", closeWaitAge);
        if (rttMicros != null) {
            Require.notNegative("group.rttMicros", rttMicros);
        }
        Require.notNegative("group.retransmitting", retransmitting);
        Require.notNegative("group.receiveQueueBytes", receiveQueueBytes);
        Require.notNegative("group.sendQueueBytes", sendQueueBytes);
        ownedBy = Require.copy("group.ownedBy", OwnedBy.class, ownedBy);
        ownedBy.values().forEach(count -> Require.notNegative("group.ownedBy", count));
    }

    /** As collectors write that do not collect stalls. */
    public SocketGroup(
            long namespace,
            String service,
            Side side,
            Family family,
            String endpoint,
            StateCounts states,
            long timeWaitPeak,
            long activeCloses,
            long opened,
            @Nullable PortUse ports,
            KeepAlive keepAlive,
            AgeHistogram idle,
            AgeHistogram idleUnarmed,
            AgeHistogram closeWaitAge,
            @Nullable Long rttMicros,
            long retransmitting,
            long receiveQueueBytes,
            long sendQueueBytes,
            Map<OwnedBy, Long> ownedBy) {
        this(
                namespace,
                service,
                side,
                family,
                endpoint,
                states,
                timeWaitPeak,
                activeCloses,
                opened,
                ports,
                keepAlive,
                idle,
                idleUnarmed,
                closeWaitAge,
                rttMicros,
                retransmitting,
                receiveQueueBytes,
                sendQueueBytes,
                ownedBy,
                null);
    }

    /** The counts of this group that are gauges, in the form that minutes add up. */
    public SocketGauges gauges() {
        return new SocketGauges(
                states,
                keepAlive,
                idle,
                idleUnarmed,
                closeWaitAge,
                retransmitting,
                receiveQueueBytes,
                sendQueueBytes,
                stalls);
    }
}
