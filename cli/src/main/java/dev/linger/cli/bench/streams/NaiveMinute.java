// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.bench.streams;

import dev.linger.model.snapshot.OwnedBy;
import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.AgeHistogram;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.SocketGauges;
import dev.linger.model.tcp.Stalls;
import dev.linger.model.tcp.StateCounts;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * A minute of one service, or of one of its endpoints, as one adds it up first: the numbers of a
 * public minute's sockets, without accept queues, kernel and the other end.
 *
 * @param sums gauges, summed over snapshots
 * @param peak largest count of each state that one group had
 * @param peakHost host with the most sockets in one group
 * @param peakSockets how many these were
 * @param activeCloses connections that hosts closed first
 * @param opened connections first seen
 * @param worst port use nearest to its end; absent where no client-side group was seen
 * @param worstHost where that was
 * @param rttMicrosSum round-trip times of all ESTABLISHED sockets
 * @param ownedBy sockets by the way their owner was found
 * @param snapshots groups seen, by host
 */
record NaiveMinute(
        SocketGauges sums,
        StateCounts peak,
        String peakHost,
        long peakSockets,
        long activeCloses,
        long opened,
        @Nullable PortUse worst,
        @Nullable String worstHost,
        long rttMicrosSum,
        Map<OwnedBy, Long> ownedBy,
        Map<String, Long> snapshots) {
    static final NaiveMinute NONE =
            new NaiveMinute(
                    SocketGauges.NONE,
                    StateCounts.NONE,
                    "",
                    -1,
                    0,
                    0,
                    null,
                    null,
                    0,
                    Map.of(),
                    Map.of());

    /**
     * One group of a host's snapshot, a record of its own.
     *
     * @param host the host
     * @param group the group
     */
    record Part(String host, SocketGroup group) {}

    NaiveMinute plus(Part part) {
        SocketGroup group = part.group();
        long sockets = group.states().total();
        PortUse ports = group.ports();
        boolean worse =
                ports != null && (worst == null || ports.utilisation() > worst.utilisation());
        Map<OwnedBy, Long> owners = new EnumMap<>(OwnedBy.class);
        owners.putAll(ownedBy);
        group.ownedBy().forEach((owner, owned) -> owners.merge(owner, owned, Long::sum));
        Map<String, Long> hosts = new TreeMap<>(snapshots);
        hosts.merge(part.host(), 1L, Long::sum);
        Long rttMicros = group.rttMicros();
        return new NaiveMinute(
                plus(sums, group),
                each(peak, group.states(), Math::max),
                sockets > peakSockets ? part.host() : peakHost,
                Math.max(sockets, peakSockets),
                activeCloses + group.activeCloses(),
                opened + group.opened(),
                worse ? ports : worst,
                worse ? part.host() : worstHost,
                rttMicrosSum + (rttMicros == null ? 0 : rttMicros * group.states().established()),
                owners,
                hosts);
    }

    private static SocketGauges plus(SocketGauges a, SocketGroup b) {
        return new SocketGauges(
                each(a.states(), b.states(), Long::sum),
                new KeepAlive(
                        a.keepAlive().armed() + b.keepAlive().armed(),
                        a.keepAlive().unarmed() + b.keepAlive().unarmed(),
                        a.keepAlive().unknown() + b.keepAlive().unknown(),
                        a.keepAlive().probing() + b.keepAlive().probing()),
                plus(a.idle(), b.idle()),
                plus(a.idleUnarmed(), b.idleUnarmed()),
                plus(a.closeWaitAge(), b.closeWaitAge()),
                a.retransmitting() + b.retransmitting(),
                a.receiveQueueBytes() + b.receiveQueueBytes(),
                a.sendQueueBytes() + b.sendQueueBytes(),
                plus(a.stalls(), b.stalls()));
    }

    private static StateCounts each(StateCounts a, StateCounts b, LongBinaryOperator operator) {
        long[] all = a.toArray();
        long[] more = b.toArray();
        for (int i = 0; i < all.length; i++) {
            all[i] = operator.applyAsLong(all[i], more[i]);
        }
        return StateCounts.of(all);
    }

    private static AgeHistogram plus(AgeHistogram a, AgeHistogram b) {
        List<Long> counts =
                IntStream.range(0, AgeHistogram.BUCKETS)
                        .mapToObj(i -> a.counts().get(i) + b.counts().get(i))
                        .toList();
        return new AgeHistogram(counts);
    }

    private static @Nullable Stalls plus(@Nullable Stalls a, @Nullable Stalls b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new Stalls(
                a.connects() + b.connects(),
                a.writes() + b.writes(),
                a.closes() + b.closes(),
                a.unheard() + b.unheard(),
                a.unanswered() + b.unanswered(),
                a.held() + b.held(),
                a.shared() + b.shared(),
                plus(a.halfClosedAge(), b.halfClosedAge()));
    }
}
