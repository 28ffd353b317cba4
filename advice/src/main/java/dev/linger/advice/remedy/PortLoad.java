// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Rates;
import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.formula.TimeWait;
import dev.linger.advice.kernel.KernelFacts;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.PortPressure;
import dev.linger.model.minute.ServiceMinute;

import org.jspecify.annotations.Nullable;

import java.util.OptionalDouble;

/**
 * The ephemeral ports of one endpoint where they are scarcest.
 *
 * @param endpoint address and port of the server side
 * @param ports use as seen in the worst snapshot
 * @param kernel settings of the service's worst host
 * @param coveredSeconds seconds of the minute that were observed
 * @param meanClosesPerSecond connections to the endpoint closed first, on all hosts, over those
 *     seconds
 */
public record PortLoad(
        String endpoint,
        PortPressure ports,
        KernelFacts kernel,
        double coveredSeconds,
        double meanClosesPerSecond) {

    /**
     * Seconds that must have been observed before a rate is extrapolated: a burst of one second
     * over a span of ten would look like a load that cannot be sustained.
     */
    public static final double TREND_SECONDS = 45;

    /** Of the plateau at N/2: early ends of TIME_WAIT and the age of a snapshot move the count. */
    private static final double PLATEAU_TOLERANCE = 1.05;

    private static final double RATE_TOLERANCE = 1.1;

    /** The load of an endpoint; absent where this end is not the client. */
    public static @Nullable PortLoad of(
            ServiceMinute minute, EndpointMinute endpoint, KernelFacts kernel) {
        PortPressure ports = endpoint.sockets().ports();
        return ports == null
                ? null
                : new PortLoad(
                        endpoint.endpoint(),
                        ports,
                        kernel,
                        Rates.coveredSeconds(minute),
                        Rates.perSecond(minute, endpoint.sockets().activeCloses()));
    }

    /** N. */
    public long usable() {
        return ports.usable();
    }

    /** C: four-tuples that are not in TIME_WAIT. */
    public double open() {
        return Math.max(0, ports.used() - ports.timeWait());
    }

    /** Closes per second in the worst snapshot. */
    public double closesPerSecond() {
        return ports.activeClosesPerSecond();
    }

    /**
     * F1 over N, from a rate that lasted: the smaller of the worst snapshot's and the minute's.
     * Empty until {@link #TREND_SECONDS} were observed.
     */
    public OptionalDouble predictedUtilisation() {
        if (coveredSeconds < TREND_SECONDS || usable() == 0) {
            return OptionalDouble.empty();
        }
        double rate = Math.min(closesPerSecond(), meanClosesPerSecond);
        return OptionalDouble.of((open() + TimeWait.sockets(rate)) / usable());
    }

    /**
     * Whether connect() takes over old TIME_WAIT: this end allows it, and there is no more
     * TIME_WAIT than that leaves (F6). More means that the other end has timestamps off.
     */
    public boolean reuseEffective() {
        if (!kernel.allowsReuse(endpoint, ports.sourceAddress())) {
            return false;
        }
        return isOnPlateau() || ports.timeWait() <= tooYoungToReuse() * RATE_TOLERANCE;
    }

    /** F6: with reuse, no more than half of the ports are in TIME_WAIT while it keeps up. */
    private boolean isOnPlateau() {
        return ports.timeWait() <= usable() * EphemeralPorts.CLIFF * PLATEAU_TOLERANCE;
    }

    /** Whether this end allows connect() to take over TIME_WAIT, and it does not happen. */
    public boolean reuseAllowedInVain() {
        return kernel.allowsReuse(endpoint, ports.sourceAddress()) && !reuseEffective();
    }

    /** TIME_WAIT that is younger than tcp_tw_reuse_delay. */
    public double tooYoungToReuse() {
        return closesPerSecond() * kernel.twReuseDelaySeconds();
    }

    /**
     * Share of the ports that a connect() cannot take over. On the plateau it is what is open: were
     * the rest too young, the other half of the ports would be in use, whatever a rate of half a
     * second says.
     */
    public double blockedUtilisationWithReuse() {
        if (isOnPlateau()) {
            return openUtilisation();
        }
        return usable() == 0
                ? 1
                : Math.min((double) ports.used(), open() + tooYoungToReuse()) / usable();
    }

    /** Share of the ports that are held by something else than TIME_WAIT. */
    public double openUtilisation() {
        return usable() == 0 ? 1 : open() / usable();
    }

    /** F4, or F5 where reuse is effective. */
    public double sustainablePerSecond() {
        return reuseEffective()
                ? EphemeralPorts.sustainablePerSecondWithReuse(
                        usable(), open(), kernel.twReuseDelaySeconds())
                : EphemeralPorts.sustainablePerSecond(usable(), open());
    }
}
