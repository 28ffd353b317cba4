// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.sampling;

import dev.linger.model.tcp.Family;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The listening sockets of a namespace, by port. One that closed is remembered while a TIME_WAIT of
 * its connections may be left.
 */
final class ListenerTable {
    private static final int PORTS = 65_536;
    private static final int BUCKETS = 512;
    private static final long REMEMBERED_NANOS = 65_000_000_000L;

    private final ListenSocket[][] buckets = new ListenSocket[BUCKETS][];
    private final Map<Long, ListenSocket> byCookie = new HashMap<>();
    private long scan;
    private IntConsumer changed = port -> {};

    ListenerTable() {
        Arrays.fill(buckets, new ListenSocket[0]);
    }

    /** A scan begins, or begins again. */
    void beginScan() {
        scan++;
    }

    /**
     * A scan saw a listening socket. The kernel dumps these before all others, so that the sides of
     * connections are known when they come.
     */
    ListenSocket seen(
            long cookie,
            Family family,
            int[] address,
            int port,
            long acceptQueue,
            long backlog,
            long seenAtNanos) {
        ListenSocket socket = byCookie.get(cookie);
        if (socket == null) {
            socket = new ListenSocket(cookie, family, address, port);
            byCookie.put(cookie, socket);
            index(port);
        }
        socket.acceptQueue = acceptQueue;
        socket.acceptQueuePeak = Math.max(socket.acceptQueuePeak, acceptQueue);
        socket.backlog = backlog;
        socket.seenInScan = scan;
        socket.seenAtNanos = seenAtNanos;
        return socket;
    }

    /** The socket that accepts connections to this address, if there is or was one. */
    @Nullable ListenSocket find(Family family, int[] address, int port) {
        for (ListenSocket candidate : buckets[port % BUCKETS]) {
            if (candidate.port == port && candidate.covers(family, address)) {
                return candidate;
            }
        }
        return null;
    }

    /** Those of the last scan. */
    List<ListenSocket> current() {
        List<ListenSocket> current = new ArrayList<>();
        for (ListenSocket socket : byCookie.values()) {
            if (socket.seenInScan == scan) {
                current.add(socket);
            }
        }
        return current;
    }

    /** The local ports of those of the last scan. */
    BitSet boundPorts() {
        BitSet ports = new BitSet(PORTS);
        current().forEach(socket -> ports.set(socket.port));
        return ports;
    }

    /** A snapshot was taken: forgets the peaks, and those that closed long ago. */
    void reset(long nowNanos) {
        List<ListenSocket> gone = new ArrayList<>();
        for (ListenSocket socket : byCookie.values()) {
            socket.acceptQueuePeak = 0;
            if (nowNanos - socket.seenAtNanos > REMEMBERED_NANOS) {
                gone.add(socket);
            }
        }
        for (ListenSocket socket : gone) {
            byCookie.remove(socket.cookie);
            index(socket.port);
        }
    }

    /** Tells the port of every listening socket that comes or is forgotten. */
    void onChange(IntConsumer portTaker) {
        changed = portTaker;
    }

    private void index(int port) {
        changed.accept(port);
        buckets[port % BUCKETS] =
                byCookie.values().stream()
                        .filter(socket -> socket.port % BUCKETS == port % BUCKETS)
                        .toArray(ListenSocket[]::new);
    }
}
