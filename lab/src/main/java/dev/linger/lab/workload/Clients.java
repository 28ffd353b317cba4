// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.workload;

import dev.linger.collector.linux.ProcessCalls;
import dev.linger.collector.linux.TcpCalls;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connections that this process opened and holds, by destination. */
final class Clients {
    private static final int EINPROGRESS = 115;

    private final Map<String, List<Integer>> held = new HashMap<>();
    private final List<Integer> duplicates = new ArrayList<>();

    Outcome connect(Request.Connect request) {
        InetSocketAddress destination = Address.of(request.endpoint());
        List<Integer> sockets =
                held.computeIfAbsent(request.endpoint(), endpoint -> new ArrayList<>());
        for (int made = 0; made < request.count(); made++) {
            try {
                int socket =
                        OpenedSocket.open(
                                request.options(), made < request.armed(), request.await());
                sockets.add(socket);
                int result = TcpCalls.connect(socket, destination);
                if (request.await() || result != -EINPROGRESS) {
                    CallFailed.check("connect", result);
                }
            } catch (CallFailed failure) {
                return failure.after(made);
            }
        }
        return Outcome.of(request.count());
    }

    Outcome duplicate(Request.Duplicate request) {
        try {
            for (int socket : held.getOrDefault(request.endpoint(), List.of())) {
                duplicates.add(CallFailed.check("dup", TcpCalls.dup(socket)));
            }
            return Outcome.of(duplicates.size());
        } catch (CallFailed failure) {
            return failure.after(duplicates.size());
        }
    }

    /** The child gets copies without close-on-exec, which dup(2) makes. */
    Outcome inherit(Request.Inherit request) {
        Outcome copied = duplicate(new Request.Duplicate(request.endpoint()));
        if (copied.errno() != 0) {
            return copied;
        }
        try {
            List<String> sleep = List.of("/bin/sleep", Integer.toString(request.seconds()));
            CallFailed.check("posix_spawn", ProcessCalls.spawn(sleep));
            return copied;
        } catch (CallFailed failure) {
            return failure.after(0);
        } finally {
            duplicates.forEach(TcpCalls::close);
            duplicates.clear();
        }
    }

    Outcome send(Request.Send request) {
        int written = 0;
        for (int socket : held.getOrDefault(request.endpoint(), List.of())) {
            try {
                CallFailed.check("send", TcpCalls.send(socket, request.bytes()));
                written++;
            } catch (CallFailed failure) {
                return failure.after(written);
            }
        }
        return Outcome.of(written);
    }

    Outcome awaitEnd(Request.AwaitEnd request) {
        int socket = held.getOrDefault(request.endpoint(), List.of()).getFirst();
        TcpCalls.pollReadable(new int[] {socket}, new boolean[1], request.limitSeconds() * 1000);
        int length = TcpCalls.receiveNow(socket, new byte[1]);
        return length < 0 ? Outcome.failed(0, "recv", -length) : Outcome.of(length);
    }

    int release(Request.Release request) {
        List<Integer> sockets = held.remove(request.endpoint());
        if (sockets == null) {
            return 0;
        }
        sockets.forEach(TcpCalls::close);
        return sockets.size();
    }
}
