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

import java.util.List;
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
        return groups(side).mapToLong(group -> group.states().of(state)).sum();
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
