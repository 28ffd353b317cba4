// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.remedy;

import dev.linger.advice.Figures;
import dev.linger.advice.Rates;
import dev.linger.advice.formula.Formula;
import dev.linger.advice.formula.LittlesLaw;
import dev.linger.advice.formula.SocketMemory;
import dev.linger.advice.formula.TimeWait;
import dev.linger.model.finding.AdviceKind;
import dev.linger.model.finding.Proposal;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.ServiceMinute;
import dev.linger.model.minute.SocketMinute;
import dev.linger.model.tcp.Side;

/**
 * A pool of kept connections on each host of a service.
 *
 * @param openedPerSecond connections that one host opens now, which become requests
 * @param meanInUse connections that one host has in use on average
 * @param size connections to keep
 */
public record ConnectionPool(double openedPerSecond, double meanInUse, long size) {
    /** After how many requests a pooled connection is replaced; nginx's default. */
    public static final long REQUESTS_PER_CONNECTION = 1000;

    /** A connection that is opened for one request lasts at least this many round trips. */
    private static final double ROUND_TRIPS_PER_CONNECTION = 2;

    private static final double MICROS_PER_SECOND = 1e6;

    /** The pool that the measured load needs. */
    public static ConnectionPool of(ServiceMinute minute, EndpointMinute endpoint) {
        SocketMinute sockets = endpoint.sockets();
        int hosts = Math.max(1, endpoint.hosts());
        long opened = Math.max(sockets.opened(), sockets.activeCloses());
        double openedPerSecond = Rates.perSecond(minute, opened) / hosts;
        Long rttMicros = sockets.rttMicros();
        double seconds =
                rttMicros == null ? 0 : ROUND_TRIPS_PER_CONNECTION * rttMicros / MICROS_PER_SECOND;
        double meanInUse =
                Math.max(
                        (double) sockets.mean().states().established() / hosts,
                        LittlesLaw.inUse(openedPerSecond, seconds));
        return new ConnectionPool(openedPerSecond, meanInUse, LittlesLaw.poolSize(meanInUse));
    }

    /** Closes per second that remain: each connection is replaced now and then. */
    public double closesPerSecond() {
        return openedPerSecond / REQUESTS_PER_CONNECTION;
    }

    /**
     * The proposal for a client.
     *
     * @param endpoint where to
     * @param usablePorts N
     */
    public Proposal proposal(String endpoint, long usablePorts) {
        double timeWait = TimeWait.sockets(closesPerSecond());
        return new Proposal(
                AdviceKind.LONG_CONNECTIONS,
                "keep a pool of %d for each host to %s and reuse its connections: %s"
                        .formatted(size, endpoint, Stacks.pool(size)),
                new Figures()
                        .with("openedPerSecond", closesPerSecond())
                        .with("usedPorts", size + timeWait)
                        .with("utilisation", usablePorts == 0 ? 1 : (size + timeWait) / usablePorts)
                        .with("timeWaitSockets", timeWait)
                        .with("pooledMemoryBytes", SocketMemory.establishedBytes(size))
                        .with("requestsPerConnection", REQUESTS_PER_CONNECTION)
                        .by(Formula.LITTLE, Formula.F1, Formula.F18)
                        .map(),
                "a pooled connection can be slower where the server writes header and body apart"
                        + " without TCP_NODELAY (44 ms against 0.16 ms a request was measured), so"
                        + " check the latency; the pool's idle time must be shorter than the"
                        + " server's idle time-out, and keep-alive armed, or requests meet closed"
                        + " connections",
                SsCommand.count("time-wait", Side.CLIENT, endpoint)
                        + " falls within 62 s; "
                        + SsCommand.count("established", Side.CLIENT, endpoint)
                        + " stays near "
                        + size,
                "take the setting out; connections are again opened one by one");
    }
}
