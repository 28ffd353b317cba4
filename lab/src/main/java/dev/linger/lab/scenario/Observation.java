// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

import dev.linger.lab.testbed.TestbedException;
import dev.linger.model.kernel.KernelSnapshot;
import dev.linger.model.snapshot.Listener;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.snapshot.SocketSnapshot;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.TcpState;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a collector saw of a namespace over some time.
 *
 * @param snapshots at least one, in order
 * @param before the kernel's counters at the start
 * @param after the same at the end
 */
public record Observation(
        List<SocketSnapshot> snapshots, KernelSnapshot before, KernelSnapshot after) {
    /** Copies the list. */
    public Observation {
        snapshots = List.copyOf(snapshots);
    }

    /** Sockets of one side in one state, of all services and endpoints, in the last snapshot. */
    public long count(Side side, TcpState state) {
        return count(snapshots.getLast(), side, state);
    }

    /** The same towards one endpoint. */
    public long count(Side side, TcpState state, String endpoint) {
        return groups(side)
                .filter(group -> group.endpoint().equals(endpoint))
                .mapToLong(group -> group.states().of(state))
                .sum();
    }

    /** Keep-alive timers of one side, of all services and endpoints, in the last snapshot. */
    public KeepAlive keepAlive(Side side) {
        return groups(side)
                .map(SocketGroup::keepAlive)
                .reduce(
                        KeepAlive.NONE,
                        (one, other) ->
                                new KeepAlive(
                                        one.armed() + other.armed(),
                                        one.unarmed() + other.unarmed(),
                                        one.unknown() + other.unknown(),
                                        one.probing() + other.probing()));
    }

    /**
     * How long a state was there, between snapshots.
     *
     * @param atLeastSeconds from the first snapshot with it to the last
     * @param atMostSeconds from the last snapshot before it to the first after it
     */
    public record Life(double atLeastSeconds, double atMostSeconds) {}

    /**
     * The time that one side had sockets in one state.
     *
     * @throws TestbedException if it had none, or has them in the first or last snapshot
     */
    public Life life(Side side, TcpState state) {
        List<Long> counts =
                snapshots.stream().map(snapshot -> count(snapshot, side, state)).toList();
        int first =
                IntStream.range(0, counts.size())
                        .filter(i -> counts.get(i) > 0)
                        .findFirst()
                        .orElse(0);
        int last = IntStream.range(0, counts.size()).filter(i -> counts.get(i) > 0).max().orElse(0);
        if (first == 0 || last == counts.size() - 1) {
            throw new TestbedException(state + " did not both begin and end while it was watched");
        }
        return new Life(seconds(first, last), seconds(first - 1, last + 1));
    }

    private double seconds(int from, int to) {
        Duration between =
                Duration.between(snapshots.get(from).observedAt(), snapshots.get(to).observedAt());
        return between.toMillis() / 1000.0;
    }

    private static long count(SocketSnapshot snapshot, Side side, TcpState state) {
        return snapshot.groups().stream()
                .filter(group -> group.side() == side)
                .mapToLong(group -> group.states().of(state))
                .sum();
    }

    /** Bytes of one side that were written and not acknowledged, in the last snapshot. */
    public long sendQueueBytes(Side side) {
        return groups(side).mapToLong(SocketGroup::sendQueueBytes).sum();
    }

    /** Highest port utilisation of any client group in the last snapshot, 0 to about 1. */
    public double utilisation() {
        return groups(Side.CLIENT)
                .map(SocketGroup::ports)
                .filter(ports -> ports != null)
                .mapToDouble(ports -> ports == null ? 0 : ports.utilisation())
                .max()
                .orElse(0);
    }

    /** The accept queue of a listener in the last snapshot. */
    public Listener listener(String endpoint) {
        return snapshots.getLast().listeners().stream()
                .filter(listener -> listener.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new TestbedException("nobody listens on " + endpoint));
    }

    /** Growth of a kernel counter, named as in {@code TcpExt.ListenOverflows}. */
    public long increase(String counter) {
        return value(after, counter) - value(before, counter);
    }

    private Stream<SocketGroup> groups(Side side) {
        return snapshots.getLast().groups().stream().filter(group -> group.side() == side);
    }

    private static long value(KernelSnapshot kernel, String counter) {
        Long value = kernel.namespaces().getFirst().counters().get(counter);
        if (value == null) {
            throw new TestbedException("this kernel has no counter " + counter);
        }
        return value;
    }
}
