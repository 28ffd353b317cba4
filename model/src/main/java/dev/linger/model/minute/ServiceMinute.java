// SPDX-License-Identifier: Apache-2.0
package dev.linger.model.minute;

import dev.linger.model.Require;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one service did on the whole fleet within the half-open minute {@code [minute, minute + 60
 * s)} of event time.
 *
 * <p>A running minute is published every few seconds with {@code complete} false; each such record
 * supersedes the one before, and the complete one supersedes them all.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param service the service
 * @param minute start of the minute, a whole number of minutes since the epoch
 * @param complete whether the minute and its grace are over
 * @param hosts hosts on which the service had sockets
 * @param snapshots snapshots of those hosts within the minute
 * @param coverageMillis sum of the intervals of those snapshots
 * @param sockets all sockets of the service, both sides
 * @param endpoints the same by endpoint: those under most pressure first, the rest as {@code other}
 * @param listeners accept queues
 * @param kernel kernel of the worst host; absent until one of the hosts sent a kernel snapshot, and
 *     in running minutes unless {@code rules.open-after-minutes} is 0: it is as large as all the
 *     rest, and nobody judges by it before the minute is complete
 * @param limits limits that all endpoints share; absent where not collected or none was near
 */
public record ServiceMinute(
        int schemaVersion,
        String service,
        Instant minute,
        boolean complete,
        int hosts,
        long snapshots,
        long coverageMillis,
        SocketMinute sockets,
        List<EndpointMinute> endpoints,
        List<ListenerMinute> listeners,
        @Nullable KernelContext kernel,
        @Nullable LimitsMinute limits) {

    /** The version that this program writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Length of the window. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    /**
     * Refuses unknown versions, a minute that does not start on the minute, and negative counts.
     */
    public ServiceMinute {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.name("service", Require.present("service", service));
        Require.present("minute", minute);
        if (minute.getEpochSecond() % 60 != 0 || minute.getNano() != 0) {
            throw new IllegalArgumentException("minute is " + minute + "; it starts on the minute");
        }
        Require.notNegative("hosts", hosts);
        Require.notNegative("snapshots", snapshots);
        Require.notNegative("coverageMillis", coverageMillis);
        Require.present("sockets", sockets);
        endpoints = Require.copy("endpoints", endpoints);
        listeners = Require.copy("listeners", listeners);
    }

    /** As earlier versions wrote it: without limits. */
    public ServiceMinute(
            int schemaVersion,
            String service,
            Instant minute,
            boolean complete,
            int hosts,
            long snapshots,
            long coverageMillis,
            SocketMinute sockets,
            List<EndpointMinute> endpoints,
            List<ListenerMinute> listeners,
            @Nullable KernelContext kernel) {
        this(
                schemaVersion,
                service,
                minute,
                complete,
                hosts,
                snapshots,
                coverageMillis,
                sockets,
                endpoints,
                listeners,
                kernel,
                null);
    }

    /** The same minute with these rows. */
    public ServiceMinute with(List<EndpointMinute> rows) {
        return new ServiceMinute(
                schemaVersion,
                service,
                minute,
                complete,
                hosts,
                snapshots,
                coverageMillis,
                sockets,
                rows,
                listeners,
                kernel,
                limits);
    }
}
