// SPDX-License-Identifier: Apache-2.0
package dev.linger.cli.doctor;

import dev.linger.model.snapshot.PortUse;
import dev.linger.model.snapshot.SocketGroup;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.StateCounts;
import dev.linger.model.tcp.TcpState;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets of one service at one endpoint, both address families together, at one moment.
 *
 * @param service the owner
 * @param side which end this host is
 * @param endpoint address and port of the server side
 * @param states sockets by state
 * @param ports the worst ephemeral port use towards the endpoint; absent on the server side
 */
public record ServiceState(
        String service, Side side, String endpoint, StateCounts states, @Nullable Ports ports) {

    /**
     * Ephemeral ports.
     *
     * @param used in use towards the endpoint
     * @param usable of the range
     * @param utilisation used over usable; 1 where none is usable
     */
    public record Ports(long used, long usable, double utilisation) {
        static @Nullable Ports of(@Nullable PortUse use) {
            if (use == null) {
                return null;
            }
            double utilisation = use.usable() == 0 ? 1 : (double) use.used() / use.usable();
            return new Ports(use.used(), use.usable(), utilisation);
        }
    }

    private record Key(String service, Side side, String endpoint) {}

    private static final Comparator<ServiceState> MOST_SOCKETS_FIRST =
            Comparator.comparingLong((ServiceState state) -> state.states().total())
                    .reversed()
                    .thenComparing(ServiceState::service)
                    .thenComparing(ServiceState::endpoint);

    /** Adds the groups of each service, side and endpoint up; those with most sockets first. */
    static List<ServiceState> of(List<SocketGroup> groups) {
        Map<Key, ServiceState> states = new HashMap<>();
        for (SocketGroup group : groups) {
            states.merge(
                    new Key(group.service(), group.side(), group.endpoint()),
                    new ServiceState(
                            group.service(),
                            group.side(),
                            group.endpoint(),
                            group.states(),
                            Ports.of(group.ports())),
                    ServiceState::plus);
        }
        return states.values().stream().sorted(MOST_SOCKETS_FIRST).toList();
    }

    private ServiceState plus(ServiceState other) {
        long[] sum = states.toArray();
        for (TcpState state : TcpState.values()) {
            sum[state.kernelNumber()] += other.states.of(state);
        }
        return new ServiceState(
                service, side, endpoint, StateCounts.of(sum), worse(ports, other.ports));
    }

    private static @Nullable Ports worse(@Nullable Ports one, @Nullable Ports two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return one.utilisation() >= two.utilisation() ? one : two;
    }
}
