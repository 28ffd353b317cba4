// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;

/** A client's socket with its options set, before it connects. */
final class OpenedSocket {
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_KEEPALIVE = 9;
    private static final int IPPROTO_IP = 0;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int IP_LOCAL_PORT_RANGE = 51;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final int TCP_REPAIR = 19;
    private static final int TCP_REPAIR_QUEUE = 20;
    private static final int TCP_QUEUE_SEQ = 21;
    private static final int TCP_SEND_QUEUE = 2;

    private OpenedSocket() {}

    /**
     * Opens and, where the options say so, binds.
     *
     * @throws CallFailed naming the call that the kernel refused
     */
    static int open(Options options, boolean keepAlive, boolean blocking) throws CallFailed {
        int socket = CallFailed.check("socket", TcpCalls.socket(blocking));
        try {
            prepare(socket, options, keepAlive);
            return socket;
        } catch (CallFailed failure) {
            TcpCalls.close(socket);
            throw failure;
        }
    }

    /** Arms keep-alive on a socket, or on a listener for those it will accept. */
    static void armKeepAlive(int socket) throws CallFailed {
        option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    }

    /** Allows a listener to start while TIME_WAIT sockets are left on its port. */
    static void reuseAddress(int socket) throws CallFailed {
        option(socket, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    private static void prepare(int socket, Options options, boolean keepAlive) throws CallFailed {
        if (keepAlive) {
            armKeepAlive(socket);
            optionUnlessZero(socket, TCP_KEEPIDLE, options.keepIdleSeconds());
            optionUnlessZero(socket, TCP_KEEPINTVL, options.keepIntervalSeconds());
            optionUnlessZero(socket, TCP_KEEPCNT, options.keepCount());
        }
        optionUnlessZero(socket, TCP_USER_TIMEOUT, options.userTimeoutMillis());
        if (options.initialSequence() != 0) {
            beginAt(socket, options.initialSequence());
        }
        if (options.reuseAddress()) {
            reuseAddress(socket);
        }
        if (options.abortiveClose()) {
            CallFailed.check("setsockopt", TcpCalls.setAbortiveClose(socket));
        }
        if (options.portLow() != 0) {
            int range = options.portHigh() << Short.SIZE | options.portLow();
            option(socket, IPPROTO_IP, IP_LOCAL_PORT_RANGE, range);
        }
        if (options.bindNoPort()) {
            option(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        }
        if (!options.bindAddress().isEmpty()) {
            InetSocketAddress local = Address.of(options.bindAddress(), options.bindPort());
            CallFailed.check("bind", TcpCalls.bind(socket, local));
        }
    }

    /** connect() chooses a sequence number only where none is set; needs CAP_NET_ADMIN. */
    private static void beginAt(int socket, int sequence) throws CallFailed {
        option(socket, IPPROTO_TCP, TCP_REPAIR, 1);
        option(socket, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
        option(socket, IPPROTO_TCP, TCP_QUEUE_SEQ, sequence);
        option(socket, IPPROTO_TCP, TCP_REPAIR, 0);
    }

    private static void optionUnlessZero(int socket, int name, int value) throws CallFailed {
        if (value != 0) {
            option(socket, IPPROTO_TCP, name, value);
        }
    }

    private static void option(int socket, int level, int name, int value) throws CallFailed {
        CallFailed.check("setsockopt", TcpCalls.setOption(socket, level, name, value));
    }
}
