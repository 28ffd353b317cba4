// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

/**
 * Socket options of a connection.
 *
 * @param bindAddress address to bind to before connecting; empty does not bind
 * @param bindPort port to bind to; 0 lets the kernel choose
 * @param bindNoPort IP_BIND_ADDRESS_NO_PORT: choose the port in connect(), not in bind()
 * @param reuseAddress SO_REUSEADDR
 * @param portLow lower end of IP_LOCAL_PORT_RANGE; 0 does not set the option
 * @param portHigh its upper end
 * @param abortiveClose SO_LINGER with a time of 0: close() sends RST
 * @param keepIdleSeconds TCP_KEEPIDLE where keep-alive is armed; 0 leaves the namespace's
 * @param keepIntervalSeconds TCP_KEEPINTVL; 0 leaves the namespace's
 * @param keepCount TCP_KEEPCNT; 0 leaves the namespace's
 * @param userTimeoutMillis TCP_USER_TIMEOUT; 0 does not set it
 * @param initialSequence sequence number to begin with, set by TCP_REPAIR; 0 lets the kernel choose
 */
public record Options(
        String bindAddress,
        int bindPort,
        boolean bindNoPort,
        boolean reuseAddress,
        int portLow,
        int portHigh,
        boolean abortiveClose,
        int keepIdleSeconds,
        int keepIntervalSeconds,
        int keepCount,
        int userTimeoutMillis,
        int initialSequence) {

    /** What an application gets that sets nothing. */
    public static final Options NONE = new Options("", 0, false, false, 0, 0, false, 0, 0, 0, 0, 0);

    /** Binds before connecting, as a client that chooses its source address does. */
    public static Options boundTo(String address, int port, boolean noPort, boolean reuseAddress) {
        return new Options(address, port, noPort, reuseAddress, 0, 0, false, 0, 0, 0, 0, 0);
    }

    /** Chooses ports from a range of the socket's own, without the kernel's parity order. */
    public static Options ofPortRange(int low, int high) {
        return new Options("", 0, false, false, low, high, false, 0, 0, 0, 0, 0);
    }

    /** Closes with RST. */
    public static Options abortive() {
        return new Options("", 0, false, false, 0, 0, true, 0, 0, 0, 0, 0);
    }

    /** Keep-alive times of armed connections. */
    public static Options keepAlive(int idleSeconds, int intervalSeconds, int count) {
        return keepAlive(idleSeconds, intervalSeconds, count, 0);
    }

    /** Keep-alive times of armed connections, and TCP_USER_TIMEOUT. */
    public static Options keepAlive(
            int idleSeconds, int intervalSeconds, int count, int userTimeoutMillis) {
        return new Options(
                "",
                0,
                false,
                false,
                0,
                0,
                false,
                idleSeconds,
                intervalSeconds,
                count,
                userTimeoutMillis,
                0);
    }

    /** A fixed source port, and the sequence number that the connection begins with. */
    public static Options boundAndSequenced(String address, int port, int initialSequence) {
        return new Options(address, port, false, false, 0, 0, false, 0, 0, 0, 0, initialSequence);
    }
}
