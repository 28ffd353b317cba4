// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts the connections of one listener and treats them as {@link Request.OnAccept} says. */
final class AcceptLoop implements Runnable {
    private static final int EAGAIN = 11;
    private static final int EMFILE = 24;
    private static final int POLL_MILLIS = 20;

    private final int listener;
    private final Request.OnAccept onAccept;
    private final Set<Integer> accepted = new LinkedHashSet<>();
    private final byte[] input = new byte[64 * 1024];
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong withoutDescriptor = new AtomicLong();

    AcceptLoop(int listener, Request.OnAccept onAccept) {
        this.listener = listener;
        this.onAccept = onAccept;
    }

    @Override
    public void run() {
        while (true) {
            int[] watched = watched();
            boolean[] ready = new boolean[watched.length];
            TcpCalls.pollReadable(watched, ready, POLL_MILLIS);
            synchronized (accepted) {
                for (int i = 1; i < watched.length; i++) {
                    if (ready[i]) {
                        drain(watched[i]);
                    }
                }
            }
            if (ready[0]) {
                acceptAll();
            }
        }
    }

    /** Closes what was accepted, and returns how many they were. */
    int closeAccepted() {
        synchronized (accepted) {
            accepted.forEach(TcpCalls::close);
            int count = accepted.size();
            accepted.clear();
            return count;
        }
    }

    long sum(Request.Sum sum) {
        return switch (sum) {
            case BYTES_RECEIVED -> bytesReceived.get();
            case ACCEPTS_WITHOUT_DESCRIPTOR -> withoutDescriptor.get();
        };
    }

    /** The listener, and those connections whose input matters. */
    private int[] watched() {
        synchronized (accepted) {
            boolean reads = onAccept == Request.OnAccept.SINK || onAccept == Request.OnAccept.HTTP;
            int[] watched = new int[1 + (reads ? accepted.size() : 0)];
            watched[0] = listener;
            int next = 1;
            for (int socket : reads ? accepted : Set.<Integer>of()) {
                watched[next++] = socket;
            }
            return watched;
        }
    }

    /** Level-triggered: a connection that cannot be accepted makes poll() return at once again. */
    private void acceptAll() {
        int socket = TcpCalls.accept(listener);
        while (socket >= 0) {
            if (onAccept == Request.OnAccept.CLOSE) {
                TcpCalls.close(socket);
            } else {
                synchronized (accepted) {
                    accepted.add(socket);
                }
            }
            socket = TcpCalls.accept(listener);
        }
        if (socket == -EMFILE) {
            withoutDescriptor.incrementAndGet();
        }
    }

    private void drain(int socket) {
        if (!accepted.contains(socket)) {
            return;
        }
        int length = TcpCalls.receiveNow(socket, input);
        boolean answered = true;
        while (length > 0 && answered) {
            bytesReceived.addAndGet(length);
            answered = onAccept != Request.OnAccept.HTTP || answer(socket, length);
            length = answered ? TcpCalls.receiveNow(socket, input) : 0;
        }
        if (length != -EAGAIN) {
            accepted.remove(socket);
            TcpCalls.close(socket);
        }
    }

    /**
     * Answers a request, which has come in one piece.
     *
     * @return false where the connection is to be closed
     */
    private boolean answer(int socket, int length) {
        String request = new String(input, 0, length, StandardCharsets.US_ASCII);
        boolean last = request.contains(HttpRun.CONNECTION_CLOSE);
        String reply =
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                        + (last ? HttpRun.CONNECTION_CLOSE : "")
                        + "\r\nok";
        byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
        return TcpCalls.send(socket, bytes) == bytes.length && !last;
    }
}
