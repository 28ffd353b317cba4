// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connects and closes, one connection after the other, and takes the time of each connect(). */
final class ChurnRun {
    private static final int SHUT_WR = 1;

    private final Request.Churn request;
    private final List<InetSocketAddress> destinations;
    private final long[] connectMicros;
    private final byte[] input = new byte[1];

    ChurnRun(Request.Churn request) {
        this.request = request;
        this.destinations = request.endpoints().stream().map(Address::of).toList();
        this.connectMicros = new long[request.count()];
    }

    Outcome run() {
        Pace pace = new Pace(request.perSecond());
        for (int made = 0; made < request.count(); made++) {
            pace.next();
            long attempt = System.nanoTime();
            try {
                once(made);
            } catch (CallFailed failure) {
                return failure.after(made)
                        .after((System.nanoTime() - attempt) / 1000)
                        .with(mediansByTenth(made));
            }
        }
        return Outcome.of(request.count()).with(mediansByTenth(request.count()));
    }

    private void once(int number) throws CallFailed {
        InetSocketAddress destination = destinations.get(number % destinations.size());
        int socket = OpenedSocket.open(request.options(), false, true);
        try {
            long before = System.nanoTime();
            int result = TcpCalls.connect(socket, destination);
            connectMicros[number] = (System.nanoTime() - before) / 1000;
            CallFailed.check("connect", result);
            if (request.closer() == Request.Closer.CLIENT_THEN_SERVER) {
                CallFailed.check("shutdown", TcpCalls.shutdown(socket, SHUT_WR));
            }
            if (request.closer() != Request.Closer.CLIENT) {
                CallFailed.check("recv", TcpCalls.receive(socket, input));
            }
        } finally {
            TcpCalls.close(socket);
        }
    }

    private List<Long> mediansByTenth(int made) {
        List<Long> medians = new ArrayList<>();
        for (int tenth = 0; made >= Outcome.TENTHS && tenth < Outcome.TENTHS; tenth++) {
            long[] part =
                    Arrays.copyOfRange(
                            connectMicros,
                            made * tenth / Outcome.TENTHS,
                            made * (tenth + 1) / Outcome.TENTHS);
            Arrays.sort(part);
            medians.add(part[part.length / 2]);
        }
        return medians;
    }
}
