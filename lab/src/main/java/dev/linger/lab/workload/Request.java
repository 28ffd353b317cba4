// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import java.util.List;

/** What a workload is asked to do. Endpoints are written {@code 10.0.0.2:9000}. */
public sealed interface Request {
    /**
     * Listens.
     *
     * @param endpoint local address and port
     * @param backlog the backlog of listen(2)
     * @param keepAlive whether the listener has SO_KEEPALIVE, which accepted sockets inherit
     * @param onAccept what becomes of connections
     */
    record Listen(String endpoint, int backlog, boolean keepAlive, OnAccept onAccept)
            implements Request {}

    /**
     * Opens connections and holds them.
     *
     * @param endpoint the destination
     * @param count how many
     * @param armed on how many of them keep-alive is armed
     * @param await whether to wait for each handshake; otherwise connect() is non-blocking
     * @param options socket options of each
     */
    record Connect(String endpoint, int count, int armed, boolean await, Options options)
            implements Request {}

    /**
     * Opens connections and closes each before the next.
     *
     * @param endpoints destinations, taken in turn
     * @param count how many connections to attempt; stops at the first failure
     * @param perSecond connections per second; 0 as fast as possible
     * @param closer who sends the first FIN
     * @param options socket options of each
     */
    record Churn(
            List<String> endpoints, int count, double perSecond, Closer closer, Options options)
            implements Request {}

    /**
     * Opens connections for HTTP/1.1 requests, and waits for each reply.
     *
     * @param endpoint a listener that does {@link OnAccept#HTTP}
     * @param count how many requests
     * @param perConnection requests after which the client closes, and opens the next
     * @param announceClose whether each request says {@code Connection: close}, so that the server
     *     closes first
     * @param perSecond requests per second; 0 as fast as possible
     */
    record Exchange(
            String endpoint, int count, int perConnection, boolean announceClose, double perSecond)
            implements Request {}

    /**
     * Opens and closes connections as fast as ports come free: where none is, it tries again a
     * millisecond later.
     *
     * @param endpoint the destination, which closes after this end
     * @param count how many connections to make
     */
    record Saturate(String endpoint, int count) implements Request {}

    /**
     * Makes a second descriptor of every connection held to an endpoint; {@code Release} leaves it.
     */
    record Duplicate(String endpoint) implements Request {}

    /**
     * Starts a process that inherits every connection held to an endpoint, and does nothing.
     *
     * @param endpoint the destination
     * @param seconds how long it lives
     */
    record Inherit(String endpoint, int seconds) implements Request {}

    /** Asks a listener for one of its sums; the outcome has it as succeeded. */
    record Tally(String endpoint, Sum sum) implements Request {}

    /** Writes zeros on every connection held to an endpoint. */
    record Send(String endpoint, int bytes) implements Request {}

    /**
     * Waits until the oldest connection held to an endpoint has something to read, or is over. The
     * outcome has succeeded 1 for data, 0 for the peer's FIN or an error.
     *
     * @param endpoint the destination
     * @param limitSeconds longest wait; then errno is EAGAIN
     */
    record AwaitEnd(String endpoint, int limitSeconds) implements Request {}

    /** Closes every connection held to, or accepted at, an endpoint. */
    record Release(String endpoint) implements Request {}

    /** What a listener does with connections. */
    enum OnAccept {
        /** Does not accept: the queue fills. */
        NEVER,
        /** Accepts, then neither reads nor closes: a peer that closes leaves CLOSE_WAIT. */
        HOLD,
        /** Reads until the peer's FIN, then closes: the peer closes first. */
        SINK,
        /** Closes at once: this end closes first. */
        CLOSE,
        /** Answers HTTP requests; closes after a reply where the request says so. */
        HTTP
    }

    /** What a listener sums up. */
    enum Sum {
        /** Bytes that came in. */
        BYTES_RECEIVED,
        /** Calls of accept() for want of a descriptor in vain. */
        ACCEPTS_WITHOUT_DESCRIPTOR
    }

    /** Who sends the first FIN. */
    enum Closer {
        /** This workload, right after connecting. */
        CLIENT,
        /** This workload; it waits for the server's FIN before it goes on. */
        CLIENT_THEN_SERVER,
        /** The server: this workload waits for its FIN. */
        SERVER
    }
}
