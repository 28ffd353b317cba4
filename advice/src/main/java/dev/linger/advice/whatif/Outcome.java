// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.advice.formula.ConnectCost;
import dev.linger.advice.formula.DeadPeer;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.formula.TimeWait;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a setup leads to once it is steady.
 *
 * @param usablePorts N of one source and destination (F2)
 * @param capacityConnections four-tuples of all sources and destinations (F3)
 * @param closesPerSecond connections closed by this host
 * @param openConnections connections that are open
 * @param timeWaitSockets sockets in TIME_WAIT (F1, F6), bounded by the ports
 * @param utilisation used over usable ports of one source and destination, 0 to 1
 * @param sustainablePerSecond closes per second that never run out of ports (F4, F5)
 * @param cliffInSeconds from a start without TIME_WAIT until connect() scans half of the range
 *     (F8); absent where that never happens
 * @param exhaustedInSeconds the same until no port is left (F7); absent where that never happens
 * @param connectExtraMicros most that a connect() costs more than on an empty range (F9)
 * @param memoryBytes kernel memory of TIME_WAIT and open connections, buffers extra (F17, F18)
 * @param deadPeerSeconds until a vanished peer of an idle connection is noticed (F10, F11); absent
 *     where it never is
 * @param stalledWriteSeconds until unacknowledged data ends the connection (F12, F13)
 */
public record Outcome(
        long usablePorts,
        long capacityConnections,
        double closesPerSecond,
        double openConnections,
        double timeWaitSockets,
        double utilisation,
        double sustainablePerSecond,
        @Nullable Double cliffInSeconds,
        @Nullable Double exhaustedInSeconds,
        double connectExtraMicros,
        long memoryBytes,
        @Nullable Double deadPeerSeconds,
        double stalledWriteSeconds) {

    /** Works a setup out. */
    public static Outcome of(Setup setup) {
        long usable = setup.usablePorts();
        double rate = setup.closesPerSecond() / setup.pairs();
        double open = setup.open() / setup.pairs();
        double free = Math.max(0, usable - open);
        double wanted =
                setup.reuse()
                        ? TimeWait.socketsWithReuse(rate, usable, setup.reuseDelaySeconds())
                        : TimeWait.sockets(rate);
        double timeWait = Math.min(wanted, free);
        double utilisation = usable == 0 ? 1 : Math.min(1, (open + timeWait) / usable);
        double sustainable =
                setup.reuse()
                        ? EphemeralPorts.sustainablePerSecondWithReuse(
                                usable, open, setup.reuseDelaySeconds())
                        : EphemeralPorts.sustainablePerSecond(usable, open);
        Double cliff = setup.localPortRangeOption() ? null : cliff(setup, usable, open, rate);
        double allTimeWait = timeWait * setup.pairs();
        return new Outcome(
                usable,
                EphemeralPorts.tuples(usable, setup.sources(), setup.destinations()),
                setup.closesPerSecond(),
                setup.open(),
                allTimeWait,
                utilisation,
                sustainable * setup.pairs(),
                cliff,
                exhausted(setup, usable, open, rate),
                cliff == null ? 0 : ConnectCost.pastCliffMicrosHigh(usable),
                SocketMemory.timeWaitBytes(Math.round(allTimeWait), Side.CLIENT)
                        + SocketMemory.establishedBytes(Math.round(setup.open())),
                deadPeer(setup.keepAlive()),
                stalledWrite(setup.keepAlive()));
    }

    private static @Nullable Double cliff(Setup setup, long usable, double open, double rate) {
        double half = usable * EphemeralPorts.CLIFF;
        if (setup.reuse() && open + rate * setup.reuseDelaySeconds() < half) {
            return null;
        }
        return orNull(EphemeralPorts.secondsToCliff(usable, open, 0, rate));
    }

    private static @Nullable Double exhausted(Setup setup, long usable, double open, double rate) {
        if (setup.reuse() && open + rate * setup.reuseDelaySeconds() <= usable) {
            return null;
        }
        return orNull(EphemeralPorts.secondsToExhaustion(usable, open, 0, rate));
    }

    private static @Nullable Double deadPeer(KeepAliveSetup keepAlive) {
        if (!keepAlive.armed()) {
            return null;
        }
        Duration userTimeout = keepAlive.userTimeout();
        Duration detection =
                userTimeout == null
                        ? DeadPeer.keepAlive(
                                keepAlive.idle(), keepAlive.interval(), keepAlive.probes())
                        : DeadPeer.keepAliveWithUserTimeout(
                                keepAlive.idle(), keepAlive.interval(), userTimeout);
        return detection.toMillis() / 1000.0;
    }

    private static double stalledWrite(KeepAliveSetup keepAlive) {
        Duration userTimeout = keepAlive.userTimeout();
        return userTimeout == null
                ? DeadPeer.dataInFlightSeconds(keepAlive.retries2())
                : DeadPeer.dataInFlight(userTimeout).toMillis() / 1000.0;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
