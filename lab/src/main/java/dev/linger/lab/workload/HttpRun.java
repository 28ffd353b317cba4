// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 requests one after the other, as many on a connection as was asked for. */
final class HttpRun {
    /** The header by which either end says that it will close. */
    static final String CONNECTION_CLOSE = "Connection: close\r\n";

    private final Request.Exchange request;
    private final InetSocketAddress destination;
    private final byte[] get;
    private Pace pace = new Pace(0);
    private final byte[] reply = new byte[4096];

    HttpRun(Request.Exchange request) {
        this.request = request;
        this.destination = Address.of(request.endpoint());
        this.get =
                ("GET / HTTP/1.1\r\nHost: lab\r\n"
                                + (request.announceClose() ? CONNECTION_CLOSE : "")
                                + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    Outcome run() {
        pace = new Pace(request.perSecond());
        int answered = 0;
        while (answered < request.count()) {
            int wanted = Math.min(request.perConnection(), request.count() - answered);
            try {
                connection(wanted);
                answered += wanted;
            } catch (CallFailed failure) {
                return failure.after(answered);
            }
        }
        return Outcome.of(answered);
    }

    private void connection(int requests) throws CallFailed {
        int socket = OpenedSocket.open(Options.NONE, false, true);
        try {
            CallFailed.check("connect", TcpCalls.connect(socket, destination));
            for (int i = 0; i < requests; i++) {
                pace.next();
                CallFailed.check("send", TcpCalls.send(socket, get));
                CallFailed.check("recv", TcpCalls.receive(socket, reply));
            }
            if (request.announceClose()) {
                CallFailed.check("recv", TcpCalls.receive(socket, reply));
            }
        } finally {
            TcpCalls.close(socket);
        }
    }
}
