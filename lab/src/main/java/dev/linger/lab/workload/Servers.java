// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Listeners of this process, by endpoint. */
final class Servers {
    private final Map<String, AcceptLoop> loops = new HashMap<>();

    Outcome listen(Request.Listen request) {
        InetSocketAddress local = Address.of(request.endpoint());
        try {
            int listener = CallFailed.check("socket", TcpCalls.socket(false));
            OpenedSocket.reuseAddress(listener);
            if (request.keepAlive()) {
                OpenedSocket.armKeepAlive(listener);
            }
            CallFailed.check("bind", TcpCalls.bind(listener, local));
            CallFailed.check("listen", TcpCalls.listen(listener, request.backlog()));
            if (request.onAccept() != Request.OnAccept.NEVER) {
                AcceptLoop loop = new AcceptLoop(listener, request.onAccept());
                loops.put(request.endpoint(), loop);
                Thread.ofPlatform().daemon().name("accept " + request.endpoint()).start(loop);
            }
            return Outcome.of(1);
        } catch (CallFailed failure) {
            return failure.after(0);
        }
    }

    /** Sums that outgrow an int stay at its largest value. */
    int tally(Request.Tally request) {
        AcceptLoop loop = loops.get(request.endpoint());
        return loop == null ? 0 : (int) Math.min(Integer.MAX_VALUE, loop.sum(request.sum()));
    }

    int release(Request.Release request) {
        AcceptLoop loop = loops.get(request.endpoint());
        return loop == null ? 0 : loop.closeAccepted();
    }
}
