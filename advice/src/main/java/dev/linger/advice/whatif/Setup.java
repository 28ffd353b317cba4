// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.advice.formula.EphemeralPorts;
import dev.linger.advice.kernel.PortRange;
import dev.linger.model.Require;

/**
 * How one host connects to one service: its load, its kernel's settings, and how the application
 * goes about it. Load is taken as spread evenly over sources and destinations.
 *
 * @param range ip_local_port_range
 * @param reservedPorts ports within it that are reserved or bound, and so not usable
 * @param reuse whether connect() takes over TIME_WAIT: tcp_tw_reuse and timestamps at both ends
 * @param reuseDelaySeconds tcp_tw_reuse_delay
 * @param localPortRangeOption whether sockets set IP_LOCAL_PORT_RANGE
 * @param sources source addresses, from 1
 * @param destinations pairs of destination address and port, from 1
 * @param requestsPerSecond requests of the host
 * @param openConnections connections in use on average (Little's law: requests/s * seconds each)
 * @param pool connections kept open; 0 where every request opens its own
 * @param requestsPerConnection requests after which a pooled connection is closed; 1 without a pool
 * @param keepAlive how dead peers are noticed
 */
public record Setup(
        PortRange range,
        long reservedPorts,
        boolean reuse,
        double reuseDelaySeconds,
        boolean localPortRangeOption,
        long sources,
        long destinations,
        double requestsPerSecond,
        double openConnections,
        long pool,
        long requestsPerConnection,
        KeepAliveSetup keepAlive) {
    /** Refuses negative loads, and nothing to connect from or to. */
    public Setup {
        Require.notNegative("reserved ports", reservedPorts);
        Require.notNegative("requests per second", requestsPerSecond);
        Require.notNegative("open connections", openConnections);
        Require.notNegative("pool", pool);
        atLeastOne("sources", sources);
        atLeastOne("destinations", destinations);
        atLeastOne("requests per connection", requestsPerConnection);
        if (!(reuseDelaySeconds > 0)) {
            throw new IllegalArgumentException(
                    "reuse delay is " + reuseDelaySeconds + " s; it is above 0");
        }
    }

    /** N of one source and destination. */
    public long usablePorts() {
        return EphemeralPorts.usable(range.size(), reservedPorts, 0);
    }

    /** Connections that this host opens, and closes, per second. */
    public double closesPerSecond() {
        return requestsPerSecond / requestsPerConnection;
    }

    /** Connections that are open at a time. */
    public double open() {
        return pool > 0 ? pool : openConnections;
    }

    /** Pairs of a source and a destination. */
    public long pairs() {
        return sources * destinations;
    }

    /** A builder that begins with this setup. */
    public SetupBuilder change() {
        return new SetupBuilder(this);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it counts from 1");
        }
    }
}
