// SPDX-License-Identifier: Apache-2.0
package dev.linger.dashboard.http;

import dev.linger.model.minute.PortPressure;
import dev.linger.model.tcp.KeepAlive;
import dev.linger.model.tcp.Side;
import dev.linger.model.tcp.StateCounts;
import dev.linger.storage.query.Freshness;
import dev.linger.storage.query.PresentEndpoint;
import dev.linger.storage.query.PresentService;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer of {@code GET /api/v1/services}.
 *
 * @param observedAt when it was read
 * @param minute start of the newest minute; null in an empty database
 * @param totals all services together
 * @param services one entry for each service, side and endpoint
 */
record ServicesAnswer(
        Instant observedAt, @Nullable Instant minute, Totals totals, List<Entry> services) {

    /**
     * All services together.
     *
     * @param services how many
     * @param states sockets by state
     * @param keepAlive keep-alive timers of ESTABLISHED sockets
     * @param activeClosesPerSecond connections that hosts close first
     */
    record Totals(
            int services, StateCounts states, KeepAlive keepAlive, double activeClosesPerSecond) {}

    /**
     * What a service does with one endpoint.
     *
     * @param service the service
     * @param side which end it is
     * @param endpoint address and port of the server side
     * @param minute start of its present minute
     * @param hosts hosts that have sockets of it
     * @param states sockets by state, mean over the minute, summed over hosts
     * @param ports ephemeral ports of the host nearest to running out; null on the server side
     * @param keepAlive keep-alive timers of ESTABLISHED sockets
     * @param activeClosesPerSecond connections that hosts close first
     */
    record Entry(
            String service,
            Side side,
            String endpoint,
            Instant minute,
            int hosts,
            StateCounts states,
            @Nullable Ports ports,
            KeepAlive keepAlive,
            double activeClosesPerSecond) {
        static Entry of(PresentEndpoint present) {
            PortPressure ports = present.sockets().ports();
            return new Entry(
                    present.service(),
                    present.side(),
                    present.endpoint(),
                    present.minute(),
                    present.hosts(),
                    present.sockets().states(),
                    ports == null
                            ? null
                            : new Ports(
                                    ports.used(),
                                    ports.usable(),
                                    ports.utilisation(),
                                    ports.host(),
                                    ports.sourceAddress()),
                    present.sockets().keepAlive(),
                    present.activeClosesPerSecond());
        }
    }

    /**
     * Ephemeral ports.
     *
     * @param used in use
     * @param usable that may be used
     * @param utilisation used over usable
     * @param host host nearest to running out
     * @param sourceAddress its local address
     */
    record Ports(long used, long usable, double utilisation, String host, String sourceAddress) {}

    static ServicesAnswer read(Handle handle, Instant now) {
        List<PresentService> services = PresentService.all(handle);
        return new ServicesAnswer(
                now,
                Freshness.now(handle).newestMinute(),
                totals(services),
                PresentEndpoint.all(handle).stream().map(Entry::of).toList());
    }

    private static Totals totals(List<PresentService> services) {
        long[] states = new long[StateCounts.NONE.toArray().length];
        KeepAlive keepAlive = KeepAlive.NONE;
        for (PresentService service : services) {
            long[] own = service.sockets().states().toArray();
            IntStream.range(0, states.length).forEach(i -> states[i] += own[i]);
            keepAlive = plus(keepAlive, service.sockets().keepAlive());
        }
        return new Totals(
                services.size(),
                StateCounts.of(states),
                keepAlive,
                services.stream().mapToDouble(PresentService::activeClosesPerSecond).sum());
    }

    private static KeepAlive plus(KeepAlive a, KeepAlive b) {
        return new KeepAlive(
                a.armed() + b.armed(),
                a.unarmed() + b.unarmed(),
                a.unknown() + b.unknown(),
                a.probing() + b.probing());
    }
}
