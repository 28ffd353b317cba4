// SPDX-License-Identifier: Apache-2.0
package dev.linger.advice.rule;

import dev.linger.advice.Figures;
import dev.linger.model.minute.BothEnds;
import dev.linger.model.minute.EndpointMinute;
import dev.linger.model.minute.OtherEnd;
import dev.linger.model.tcp.Side;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.StringJoiner;

/**
 * Evidence from the end of a connection that is not the service's own, for minutes in which both
 * ends were joined. Nothing is added to those that know one end only.
 */
final class FarEnd {
    /** One end closes first if it does so this many times as often as the other. */
    private static final long CLEARLY = 9;

    private static final int NAMED_CALLERS = 5;

    private FarEnd() {}

    /** The server that a client row talks to; absent where it is not known. */
    static @Nullable OtherEnd server(EndpointMinute endpoint) {
        BothEnds ends = endpoint.bothEnds();
        return ends == null || endpoint.side() != Side.CLIENT ? null : ends.others().getFirst();
    }

    /** Whether the accept queue of a server was seen full. */
    static boolean isQueueFull(OtherEnd server) {
        Long peak = server.acceptQueuePeak();
        Long backlog = server.backlog();
        return peak != null && backlog != null && peak > backlog;
    }

    /** Who is at the other end, and who closes first. */
    static Figures describe(Figures figures, EndpointMinute endpoint) {
        BothEnds ends = endpoint.bothEnds();
        if (ends == null) {
            return figures;
        }
        figures.with("clientEstablishedSockets", ends.clientEstablished())
                .with("serverEstablishedSockets", ends.serverEstablished())
                .with("closedFirstByClient", ends.clientActiveCloses())
                .with("closedFirstByServer", ends.serverActiveCloses())
                .with("closesFirst", closesFirst(ends));
        OtherEnd server = server(endpoint);
        if (server == null) {
            return figures.with("callers", callers(ends.others()));
        }
        figures.with("serverService", server.service()).with("serverHost", server.host());
        if (server.acceptQueuePeak() != null && server.backlog() != null) {
            figures.with("serverAcceptQueuePeak", server.acceptQueuePeak())
                    .with("serverBacklog", server.backlog());
        }
        return figures;
    }

    private static String closesFirst(BothEnds ends) {
        long client = ends.clientActiveCloses();
        long server = ends.serverActiveCloses();
        if (client + server == 0) {
            return "neither in this minute";
        }
        if (server >= CLEARLY * client) {
            return "server";
        }
        return client >= CLEARLY * server ? "client" : "either";
    }

    private static String callers(List<OtherEnd> others) {
        StringJoiner text = new StringJoiner(", ");
        for (OtherEnd caller : others.subList(0, Math.min(NAMED_CALLERS, others.size()))) {
            text.add(
                    caller.service()
                            + " ("
                            + (caller.hosts() == 1
                                    ? "on " + caller.host()
                                    : "on " + caller.hosts() + " hosts")
                            + ")");
        }
        if (others.size() > NAMED_CALLERS) {
            text.add(others.size() - NAMED_CALLERS + " more services");
        }
        return text.toString();
    }
}
