// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.whatif;

import dev.linger.advice.kernel.PortRange;
import dev.linger.advice.remedy.ConnectionPool;

import java.time.Duration;

/** A setup with some things changed; what is not named stays as it was. */
public final class SetupBuilder {
    private PortRange range;
    private long reservedPorts;
    private boolean reuse;
    private double reuseDelaySeconds;
    private boolean localPortRangeOption;
    private long sources;
    private long destinations;
    private double requestsPerSecond;
    private double openConnections;
    private long pool;
    private long requestsPerConnection;
    private KeepAliveSetup keepAlive;

    SetupBuilder(Setup from) {
        range = from.range();
        reservedPorts = from.reservedPorts();
        reuse = from.reuse();
        reuseDelaySeconds = from.reuseDelaySeconds();
        localPortRangeOption = from.localPortRangeOption();
        sources = from.sources();
        destinations = from.destinations();
        requestsPerSecond = from.requestsPerSecond();
        openConnections = from.openConnections();
        pool = from.pool();
        requestsPerConnection = from.requestsPerConnection();
        keepAlive = from.keepAlive();
    }

    /** ip_local_port_range. */
    public SetupBuilder range(PortRange ports) {
        range = ports;
        return this;
    }

    /** Ports of the range that are reserved or bound. */
    public SetupBuilder reservedPorts(long ports) {
        reservedPorts = ports;
        return this;
    }

    /** Whether connect() takes over TIME_WAIT. */
    public SetupBuilder reuse(boolean effective) {
        reuse = effective;
        return this;
    }

    /** tcp_tw_reuse_delay. */
    public SetupBuilder reuseDelay(Duration delay) {
        reuseDelaySeconds = delay.toMillis() / 1000.0;
        return this;
    }

    /** Whether sockets set IP_LOCAL_PORT_RANGE. */
    public SetupBuilder localPortRangeOption(boolean set) {
        localPortRangeOption = set;
        return this;
    }

    /** Source addresses. */
    public SetupBuilder sources(long addresses) {
        sources = addresses;
        return this;
    }

    /** Pairs of destination address and port. */
    public SetupBuilder destinations(long pairs) {
        destinations = pairs;
        return this;
    }

    /** Requests of the host. */
    public SetupBuilder requestsPerSecond(double rate) {
        requestsPerSecond = rate;
        return this;
    }

    /** Connections in use on average. */
    public SetupBuilder openConnections(double connections) {
        openConnections = connections;
        return this;
    }

    /**
     * Connections kept open, each closed after {@link ConnectionPool#REQUESTS_PER_CONNECTION}
     * requests unless another number was set before; 0 for a connection per request.
     */
    public SetupBuilder pool(long connections) {
        pool = connections;
        if (connections == 0) {
            requestsPerConnection = 1;
        } else if (requestsPerConnection == 1) {
            requestsPerConnection = ConnectionPool.REQUESTS_PER_CONNECTION;
        }
        return this;
    }

    /** Requests after which a connection is closed. */
    public SetupBuilder requestsPerConnection(long requests) {
        requestsPerConnection = requests;
        return this;
    }

    /** How dead peers are noticed. */
    public SetupBuilder keepAlive(KeepAliveSetup times) {
        keepAlive = times;
        return this;
    }

    /** The changed setup. */
    public Setup build() {
        return new Setup(
                range,
                reservedPorts,
                reuse,
                reuseDelaySeconds,
                localPortRangeOption,
                sources,
                destinations,
                requestsPerSecond,
                openConnections,
                pool,
                requestsPerConnection,
                keepAlive);
    }
}
