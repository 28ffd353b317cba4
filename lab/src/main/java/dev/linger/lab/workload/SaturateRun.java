// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/** Connects and closes as fast as ports come free. */
final class SaturateRun {
    private static final int SHUT_WR = 1;
    private static final long RETRY_NANOS = 1_000_000;

    private final Request.Saturate request;
    private final InetSocketAddress destination;
    private final byte[] input = new byte[1];

    SaturateRun(Request.Saturate request) {
        this.request = request;
        this.destination = Address.of(request.endpoint());
    }

    Outcome run() {
        int made = 0;
        while (made < request.count()) {
            try {
                once();
                made++;
            } catch (CallFailed failure) {
                if (failure.errno() != Outcome.EADDRNOTAVAIL) {
                    return failure.after(made);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        return Outcome.of(made);
    }

    private void once() throws CallFailed {
        int socket = OpenedSocket.open(Options.NONE, false, true);
        try {
            CallFailed.check("connect", TcpCalls.connect(socket, destination));
            CallFailed.check("shutdown", TcpCalls.shutdown(socket, SHUT_WR));
            CallFailed.check("recv", TcpCalls.receive(socket, input));
        } finally {
            TcpCalls.close(socket);
        }
    }
}
