// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.util.LinkedHashSet;
import java.util.Set;

/** Accepts the connections of one listener and treats them as {@link Request.OnAccept} says. */
final class AcceptLoop implements Runnable {
    private static final int EAGAIN = 11;
    private static final int POLL_MILLIS = 20;

    private final int listener;
    private final Request.OnAccept onAccept;
    private final Set<Integer> accepted = new LinkedHashSet<>();
    private final byte[] input = new byte[64 * 1024];

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

    /** The listener, and those connections whose input matters. */
    private int[] watched() {
        synchronized (accepted) {
            boolean reads = onAccept == Request.OnAccept.SINK;
            int[] watched = new int[1 + (reads ? accepted.size() : 0)];
            watched[0] = listener;
            int next = 1;
            for (int socket : reads ? accepted : Set.<Integer>of()) {
                watched[next++] = socket;
            }
            return watched;
        }
    }

    private void acceptAll() {
        for (int socket = TcpCalls.accept(listener);
                socket >= 0;
                socket = TcpCalls.accept(listener)) {
            if (onAccept == Request.OnAccept.CLOSE) {
                TcpCalls.close(socket);
            } else {
                synchronized (accepted) {
                    accepted.add(socket);
                }
            }
        }
    }

    private void drain(int socket) {
        if (!accepted.contains(socket)) {
            return;
        }
        int length = TcpCalls.receiveNow(socket, input);
        while (length > 0) {
            length = TcpCalls.receiveNow(socket, input);
        }
        if (length != -EAGAIN) {
            accepted.remove(socket);
            TcpCalls.close(socket);
        }
    }
}
